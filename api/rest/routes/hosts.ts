import { reconciliationSchema } from '#schemas/api/host.ts';
import { idParams } from '#schemas/api/parameters.ts';
import { reconcileHost } from '../../use-cases/reconcile-host.ts';
import { defineRoute } from '../route.ts';

export const hostRoutes = [
  defineRoute({
    method: 'post',
    path: '/hosts/{id}/reconcile',
    operationId: 'reconcileHost',
    tag: 'hosts',
    summary: 'Compare a host with what is wanted',
    description: 'What differs is named in the answer, and repaired by the monitors of the services.',
    params: idParams,
    answer: { status: 200, description: 'What differs.', schema: reconciliationSchema },
    errors: ['not-found', 'engine-unreachable'],
    handle: async (context, { params }) => ({ body: await reconcileHost(context, params.id) }),
  }),
];
