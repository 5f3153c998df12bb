import type { Request, Response } from 'express';
import type { Caller } from '../context.ts';

/** What is known of a request while it is served. */
export interface RequestState {
  readonly correlationId: string;
  /** Aborts when the client goes away or the process ends. */
  readonly signal: AbortSignal;
  /** Set once the token was found valid. */
  principal?: string;
  /** The route's pattern, for the log: a path itself may hold a one-time token. */
  route?: string;
}

const states = new WeakMap<Response | Request, RequestState>();

export function setState(request: Request, response: Response, state: RequestState): void {
  states.set(request, state);
  states.set(response, state);
}

/** Every request has one: it is the first thing that is set. */
export function stateOf(carrier: Request | Response): RequestState {
  const state = states.get(carrier);
  if (state === undefined)
    throw new Error('The request has no state; a handler is mounted before it is set.');
  return state;
}

export function callerOf(carrier: Request | Response): Caller {
  const { principal = 'anonymous', correlationId } = stateOf(carrier);
  return { principal, correlationId };
}
