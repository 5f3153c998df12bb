import type { ErrorCode } from '#domain/errors.ts';
import { idempotencyHeaders, idParams, stopQuery } from '#schemas/api/parameters.ts';
import { taskSchema } from '#schemas/api/task.ts';
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
  defineRoute({
    method: 'post',
    path: '/services/{id}/start',
    operationId: 'startService',
    tag: 'services',
    summary: 'Start a service',
    description: 'With what it requires, and with what its stop took along.',
    params: idParams,
    headers: idempotencyHeaders,
    answer,
    errors,
    handle: async (context, { params, headers, caller }) => {
      const { id: service } = await findService(context.ports, params.id);
      return acceptTask(context, { operation: 'start', service }, caller, headers['idempotency-key']);
    },
  }),
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
    method: 'post',
    path: '/services/{id}/restart',
    operationId: 'restartService',
    tag: 'services',
    summary: 'Restart a service',
    description: 'Together with those that share its network namespace.',
    params: idParams,
    headers: idempotencyHeaders,
    answer,
    errors,
    handle: async (context, { params, headers, caller }) => {
      const { id: service } = await findService(context.ports, params.id);
      return acceptTask(context, { operation: 'restart', service }, caller, headers['idempotency-key']);
    },
  }),
];
