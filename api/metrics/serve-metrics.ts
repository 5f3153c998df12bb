import type { RequestHandler } from 'express';
import { stateOf } from '../middleware/request-state.ts';
import type { ApiMetrics } from './api-metrics.ts';

/** Where Prometheus finds them; behind the token like all else. */
export const metricsPath = '/metrics';

export function serveMetrics(metrics: ApiMetrics): RequestHandler {
  return async (request, response) => {
    stateOf(request).route = metricsPath;
    const { contentType, text } = await metrics.expose();
    response.type(contentType).send(text);
  };
}
