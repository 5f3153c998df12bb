import {
  maintenanceAnswerSchema,
  maintenanceListSchema,
  maintenanceRequestSchema,
} from '#schemas/api/maintenance.ts';
import { idParams } from '#schemas/api/parameters.ts';
import { endMaintenance, listMaintenance, openMaintenance } from '../../use-cases/maintenance.ts';
import { defineRoute } from '../route.ts';

export const maintenanceRoutes = [
  defineRoute({
    method: 'get',
    path: '/maintenance',
    operationId: 'listMaintenance',
    tag: 'health',
    summary: 'List the maintenance windows',
    description: 'Those that have not ended.',
    answer: { status: 200, description: 'The windows, by their beginning.', schema: maintenanceListSchema },
    errors: [],
    handle: async ({ ports }) => ({ body: { windows: await listMaintenance(ports) } }),
  }),
  defineRoute({
    method: 'post',
    path: '/maintenance',
    operationId: 'openMaintenance',
    tag: 'health',
    summary: 'Switch recovery off for a while',
    description: 'Health is still watched and told; nothing is restarted.',
    body: maintenanceRequestSchema,
    answer: { status: 201, description: 'The window.', schema: maintenanceAnswerSchema },
    errors: ['not-found'],
    handle: async ({ ports }, { body }) => ({ body: await openMaintenance(ports, body) }),
  }),
  defineRoute({
    method: 'delete',
    path: '/maintenance/{id}',
    operationId: 'endMaintenance',
    tag: 'health',
    summary: 'Switch recovery on again',
    params: idParams,
    answer: { status: 200, description: 'The window that was.', schema: maintenanceAnswerSchema },
    errors: ['not-found'],
    handle: async ({ ports }, { params }) => ({ body: await endMaintenance(ports, params.id) }),
  }),
];
