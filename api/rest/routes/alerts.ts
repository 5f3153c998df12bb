import { alertListSchema } from '#schemas/api/alert.ts';
import { alertListQuery } from '#schemas/api/parameters.ts';
import { alertSinks, listAlerts } from '../../use-cases/alerts.ts';
import { defineRoute } from '../route.ts';

export const alertRoutes = [
  defineRoute({
    method: 'get',
    path: '/alerts',
    operationId: 'listAlerts',
    tag: 'alerts',
    summary: 'List the alerts',
    description: 'With what became of telling each sink. Resolved ones are kept for 90 days, 2,000 at most.',
    query: alertListQuery,
    answer: { status: 200, description: 'The alerts, newest first.', schema: alertListSchema },
    errors: [],
    handle: async ({ ports }, { query }) => {
      const [alerts, sinks] = await Promise.all([listAlerts(ports, query), alertSinks(ports)]);
      return { body: { alerts, sinks } };
    },
  }),
];
