import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from '#platform/logger.ts';
import { correlationHeader, correlationIdOf } from './correlation.ts';
import { setState } from './request-state.ts';
import { securityHeaders } from './security-headers.ts';

export interface BeginOptions {
  readonly logger: Logger;
  readonly checkHost: (host: string | undefined) => void;
  /** Aborts when the process ends. */
  readonly closing: AbortSignal;
  /** How long the rest of a body may take that was answered before it came in whole. */
  readonly restMs?: number;
}

/** First of all: who ties this request together, when it is over, and the line that the log gets of it. */
export function begin({ logger, checkHost, closing, restMs = 15_000 }: BeginOptions): RequestHandler {
  return (request, response, next) => {
    const began = performance.now();
    const { socket } = request;
    const gone = new AbortController();
    const state = {
      correlationId: correlationIdOf(request.headers),
      signal: AbortSignal.any([gone.signal, closing]),
    };
    setState(request, response, state);
    response.set({ ...securityHeaders, [correlationHeader]: state.correlationId });
    boundRest(request, response, restMs);
    response.once('close', () => {
      gone.abort();
      // A connection that falls idle while the server closes would keep it open until its keep-alive time is over.
      if (closing.aborted) socket.destroySoon();
      const {
        correlationId,
        principal,
        route = 'none',
      } = { principal: undefined, route: undefined, ...state };
      const ms = Math.round(performance.now() - began);
      const line = {
        method: request.method,
        route,
        status: response.statusCode,
        ms,
        correlationId,
        principal,
      };
      logger[response.statusCode >= 500 ? 'error' : 'info'](line, 'request');
    });
    checkHost(request.headers.host);
    next();
  };
}

/**
 * Node reads on after an early answer, such as a 401, for as long as the client sends. The server's own limit for a request is off,
 * because uploads last; without this one anybody could hold connections for ever.
 */
function boundRest(request: Request, response: Response, restMs: number): void {
  response.once('finish', () => {
    if (request.complete) return;
    const { socket } = request;
    const timer = setTimeout(() => {
      if (!request.complete) socket.destroy();
    }, restMs);
    socket.once('close', () => clearTimeout(timer));
    request.once('end', () => clearTimeout(timer));
  });
}
