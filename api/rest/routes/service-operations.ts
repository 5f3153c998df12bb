import type { ErrorCode } from '#domain/errors.ts';
import { idempotencyHeaders, idParams, serviceMatchHeaders, stopQuery } from '#schemas/api/parameters.ts';
import { reconfigureRequestSchema, taskSchema, updateRequestSchema } from '#schemas/api/task.ts';
import { findService } from '../../use-cases/services.ts';
import { defineRoute } from '../route.ts';
import { acceptTask, taskLocation } from './accepted.ts';

const errors = [
  'not-found',
  'service-busy',
  'service-leaving',
  'illegal-transition',
  'plan-stale',
  'idempotency-mismatch',
] as const satisfies readonly ErrorCode[];

const answer = { status: 202, description: 'The task.', schema: taskSchema, headers: taskLocation } as const;

/** Shorthands of `POST /tasks` for a service that is there. */
export const serviceOperationRoutes = [
  plainRoute('start', 'Start a service', 'With what it requires, and with what its stop took along.'),
  defineRoute({
    method: 'post',
    path: '/services/{id}/stop',
    operationId: 'stopService',
    tag: 'services',
    summary: 'Stop a service',
    description: 'Refused while running services require it, unless `cascade` stops them first.',
    params: idParams,
    headers: idempotencyHeaders,
    query: stopQuery,
    answer,
    errors: [...errors, 'service-required'],
    handle: async (context, { params, headers, query, caller }) => {
      const { id: service } = await findService(context.ports, params.id);
      const request = { operation: 'stop' as const, service, ...query };
      return acceptTask(context, request, caller, headers['idempotency-key']);
    },
  }),
  defineRoute({
    method: 'put',
    path: '/services/{id}',
    operationId: 'reconfigureService',
    tag: 'services',
    summary: 'Change settings of a service',
    description:
      'Those that are named; the others stay. If the service does not come up with them, the old ones are put back.',
    params: idParams,
    headers: idempotencyHeaders.extend(serviceMatchHeaders.shape),
    body: reconfigureRequestSchema,
    answer,
    errors: [...errors, 'missing-settings', 'revision-mismatch'],
    handle: async (context, { params, headers, body, caller }) => {
      const { id: service } = await findService(context.ports, params.id);
      const request = { operation: 'reconfigure' as const, service, ...body, seen: headers['if-match'] };
      return acceptTask(context, request, caller, headers['idempotency-key']);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/services/{id}/update',
    operationId: 'updateService',
    tag: 'services',
    summary: 'Update a service',
    description:
      'To what the catalog has, or to another version. Its config folder is saved first; if the service does not come up, the old image and the saved folder are put back.',
    params: idParams,
    headers: idempotencyHeaders,
    body: updateRequestSchema,
    answer,
    errors,
    handle: async (context, { params, headers, body, caller }) => {
      const { id: service } = await findService(context.ports, params.id);
      const request = { operation: 'update' as const, service, ...body };
      return acceptTask(context, request, caller, headers['idempotency-key']);
    },
  }),
  plainRoute('restart', 'Restart a service', 'Together with those that share its network namespace.'),
];

/** An operation to which nothing is to be said. */
function plainRoute(operation: 'start' | 'restart', summary: string, description: string) {
  return defineRoute({
    method: 'post',
    path: `/services/{id}/${operation}`,
    operationId: `${operation}Service`,
    tag: 'services',
    summary,
    description,
    params: idParams,
    headers: idempotencyHeaders,
    answer,
    errors,
    handle: async (context, { params, headers, caller }) => {
      const { id: service } = await findService(context.ports, params.id);
      return acceptTask(context, { operation, service }, caller, headers['idempotency-key']);
    },
  });
}
