import { instanceSchema } from '#schemas/api/health.ts';
import { defineRoute } from '../route.ts';

export const instanceRoutes = [
  defineRoute({
    method: 'get',
    path: '/instance',
    operationId: 'getInstance',
    tag: 'instance',
    summary: 'Show which Showrunner this is',
    answer: { status: 200, description: 'Its id, name and versions.', schema: instanceSchema },
    errors: [],
    handle: async ({ instance: { id, name, host, version } }) => ({
      body: { id, name, host, versions: { showrunner: version, api: 'v1' as const, node: process.version } },
    }),
  }),
];
