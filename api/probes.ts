import express, { type Router } from 'express';
import type { ApiContext } from './context.ts';
import { stateOf } from './middleware/request-state.ts';
import { controlPlane } from './use-cases/health.ts';

/** What a supervisor or a proxy asks, without a token: does the process live, and can it work. */
export function probes({ ports }: ApiContext): Router {
  const router = express.Router();
  router.get('/livez', (request, response) => {
    stateOf(request).route = '/livez';
    response.type('text').send('ok\n');
  });
  router.get('/readyz', async (request, response) => {
    stateOf(request).route = '/readyz';
    const { database, temporal } = await controlPlane(ports);
    const ready = database.ok && temporal.ok;
    const answer = { ready, database: database.ok, temporal: temporal.ok };
    response
      .status(ready ? 200 : 503)
      .type('application/json')
      .send(JSON.stringify(answer));
  });
  return router;
}
