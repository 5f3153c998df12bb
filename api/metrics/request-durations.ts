import type { RequestHandler } from 'express';
import { Histogram, type Registry } from '#platform/metrics/metrics.ts';
import { stateOf } from '../middleware/request-state.ts';

export type MeasureRequest = RequestHandler;

/** What lasts as long as somebody reads says nothing of how fast the API is: answers so, and uploads by dial-back. */
const streams = /^(text\/event-stream|application\/x-ndjson)/;
const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * BOUND: labels are the route's pattern, never a path, a method that some route takes, and a status that the API gives; so a client
 * that asks for random addresses makes no new series.
 */
export function requestDurations(registry: Registry): MeasureRequest {
  const durations = new Histogram({
    name: 'showrunner_http_request_duration_seconds',
    help: 'From the request’s arrival to the end of its answer; streams are not among them.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  return (request, response, next) => {
    const began = performance.now();
    response.once('close', () => {
      const types = [response.getHeader('content-type'), request.headers['content-type']];
      if (types.some((type) => streams.test(String(type)))) return;
      const { route = 'none' } = stateOf(request);
      const method = methods.has(request.method) ? request.method : 'other';
      durations.observe(
        { method, route, status: String(response.statusCode) },
        (performance.now() - began) / 1000,
      );
    });
    next();
  };
}
