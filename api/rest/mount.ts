import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { ApiContext } from '../context.ts';
import { TransportError } from '../errors.ts';
import { callerOf, stateOf } from '../middleware/request-state.ts';
import { readBody } from './read-body.ts';
import type { Route, StreamType } from './route.ts';
import { type StreamTimes, sendJson, sendStream } from './send.ts';

/** Serves a route table: each path takes its methods, and any other is 405. */
export function mountRoutes(routes: readonly Route[], context: ApiContext, times: StreamTimes = {}): Router {
  const router = express.Router({ caseSensitive: true });
  for (const [path, sharing] of Map.groupBy(routes, (route) => route.path)) {
    const pattern = path.replaceAll(/\{(\w+)\}/g, ':$1');
    for (const route of sharing) {
      router[route.method](pattern, named(route.path), ...readBody(route), serve(route, context, times));
    }
    router.all(pattern, named(path), refuseMethod(sharing));
  }
  return router;
}

function named(path: string): RequestHandler {
  return (request, _response, next) => {
    stateOf(request).route = path;
    next();
  };
}

function serve(route: Route, context: ApiContext, times: StreamTimes): RequestHandler {
  const { status, streams } = route.answer;
  return async (request, response) => {
    if (streams !== undefined && request.method === 'HEAD') throw wrongMethod([route]);
    const { signal, correlationId } = stateOf(request);
    const caller = callerOf(request);
    const raw = {
      params: request.params,
      query: { ...request.query },
      headers: request.headers,
      body: request.body,
    };
    const reply = await route.run(context, raw, { caller, signal, accepts: chooser(request) });
    if ('chunks' in reply)
      await sendStream(response, reply, { signal, correlationId }, context.logger, times);
    else sendUnlessGone(response, status, reply);
  };
}

function sendUnlessGone(response: Response, status: number, reply: Parameters<typeof sendJson>[2]): void {
  if (!response.destroyed) sendJson(response, status, reply);
}

function chooser(request: Request): (types: readonly StreamType[]) => StreamType {
  return (types) => {
    const [first = 'application/x-ndjson'] = types;
    const accepted = request.accepts([...types]);
    return types.find((type) => type === accepted) ?? first;
  };
}

function refuseMethod(sharing: readonly Route[]): RequestHandler {
  return () => {
    throw wrongMethod(sharing);
  };
}

function wrongMethod(sharing: readonly Route[]): TransportError {
  const allowed = sharing.map(({ method }) => method.toUpperCase()).join(', ');
  return new TransportError('method-not-allowed', `This address takes ${allowed}.`, { Allow: allowed });
}
