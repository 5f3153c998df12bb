import { serviceHistorySchema } from '#schemas/api/history.ts';
import {
  historyQuery,
  idempotencyHeaders,
  idParams,
  serviceFilterQuery,
  uninstallQuery,
} from '#schemas/api/parameters.ts';
import { serviceListSchema, serviceSchema, serviceStateSchema } from '#schemas/api/service.ts';
import { installRequestSchema, taskSchema } from '#schemas/api/task.ts';
import { serviceHistory } from '../../use-cases/service-history.ts';
import { getServiceState } from '../../use-cases/service-state.ts';
import { findService, getService, listServices } from '../../use-cases/services.ts';
import { defineRoute } from '../route.ts';
import { acceptTask, openErrors, taskLocation } from './accepted.ts';

export const serviceRoutes = [
  defineRoute({
    method: 'get',
    path: '/services',
    operationId: 'listServices',
    tag: 'services',
    summary: 'List the services',
    query: serviceFilterQuery,
    answer: { status: 200, description: 'The services, by id.', schema: serviceListSchema },
    errors: [],
    handle: async ({ ports }, { query }) => ({ body: { services: await listServices(ports, query) } }),
  }),
  defineRoute({
    method: 'post',
    path: '/services',
    operationId: 'installService',
    tag: 'services',
    summary: 'Install a service',
    description: 'With all that it requires. The general form is `POST /tasks`.',
    headers: idempotencyHeaders,
    body: installRequestSchema,
    bodyLimit: 256 * 1024,
    answer: { status: 202, description: 'The task.', schema: taskSchema, headers: taskLocation },
    errors: openErrors,
    handle: async (context, { body, headers, caller }) => {
      const { service: id, definition, ...rest } = body;
      const request = { operation: 'install' as const, services: [{ id, definition }], ...rest };
      return acceptTask(context, request, caller, headers['idempotency-key']);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/services/{id}',
    operationId: 'getService',
    tag: 'services',
    summary: 'Show a service',
    params: idParams,
    answer: {
      status: 200,
      description: 'The service.',
      schema: serviceSchema,
      headers: { ETag: 'Its `etag`, for If-Match.' },
    },
    errors: ['not-found'],
    handle: async ({ ports }, { params }) => {
      const body = await getService(ports, params.id);
      return { body, headers: { ETag: `"${body.etag}"` } };
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/services/{id}',
    operationId: 'uninstallService',
    tag: 'services',
    summary: 'Uninstall a service',
    description: 'Refused while other services require it. What lies under the data folder always stays.',
    params: idParams,
    query: uninstallQuery,
    headers: idempotencyHeaders,
    answer: { status: 202, description: 'The task.', schema: taskSchema, headers: taskLocation },
    errors: ['not-found', 'service-busy', 'service-required', 'idempotency-mismatch'],
    handle: async (context, { params, query, headers, caller }) => {
      const key = headers['idempotency-key'];
      const { id: service } = await findService(context.ports, params.id);
      return acceptTask(context, { operation: 'uninstall', service, purge: query.purge }, caller, key);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/services/{id}/status',
    operationId: 'getServiceStatus',
    tag: 'services',
    summary: 'Show the state of a service',
    description: 'With its last changes and, where it is not well, what is to blame.',
    params: idParams,
    answer: { status: 200, description: 'Its lifecycle state and health.', schema: serviceStateSchema },
    errors: ['not-found'],
    handle: async ({ ports }, { params }) => ({ body: await getServiceState(ports, params.id) }),
  }),
  defineRoute({
    method: 'get',
    path: '/services/{id}/history',
    operationId: 'getServiceHistory',
    tag: 'services',
    summary: 'Explain how a service came to be as it is',
    description: 'What happened to it and why, in sentences, as far back as its events are kept.',
    params: idParams,
    query: historyQuery,
    answer: { status: 200, description: 'Its history.', schema: serviceHistorySchema },
    errors: ['not-found'],
    handle: async ({ ports }, { params, query }) => ({
      body: await serviceHistory(ports, params.id, query.limit),
    }),
  }),
];
