import express, { type Request, type RequestHandler } from 'express';
import { TransportError } from '../errors.ts';
import type { Route } from './route.ts';

const defaultLimit = 64 * 1024;
/** A body that trickles in would else hold its connection for as long as it likes. */
const deadlineMs = 15_000;

/** Reads a route's JSON body. Compressed ones are refused: what they unpack to has no bound that their length shows. */
export function readBody({ body, bodyLimit = defaultLimit }: Route): readonly RequestHandler[] {
  if (body === undefined) return [];
  return [assertJson, withDeadline(express.json({ limit: bodyLimit, inflate: false, strict: true }))];
}

const assertJson: RequestHandler = (request, _response, next) => {
  if (hasBody(request) && request.is('application/json') !== 'application/json') {
    throw new TransportError('unsupported-media-type', 'The body must be JSON.');
  }
  next();
};

function hasBody({ headers }: Request): boolean {
  if (headers['transfer-encoding'] !== undefined) return true;
  return headers['content-length'] !== undefined && headers['content-length'] !== '0';
}

function withDeadline(read: RequestHandler): RequestHandler {
  return (request, response, next) => {
    const timer = setTimeout(() => request.destroy(), deadlineMs);
    return read(request, response, (error?: unknown) => {
      clearTimeout(timer);
      next(error);
    });
  };
}
