import {
  healthDependenciesSchema,
  serviceHealthListSchema,
  systemHealthSchema,
} from '#schemas/api/health.ts';
import { systemHealth } from '../../use-cases/health.ts';
import { healthDependencies } from '../../use-cases/health-dependencies.ts';
import { defineRoute } from '../route.ts';

export const healthRoutes = [
  defineRoute({
    method: 'get',
    path: '/health',
    operationId: 'getHealth',
    tag: 'health',
    summary: 'Show how everything is',
    description: 'Always 200: what is unwell is in the answer.',
    answer: { status: 200, description: 'The control plane and the services.', schema: systemHealthSchema },
    errors: [],
    handle: async ({ ports }) => ({ body: await systemHealth(ports) }),
  }),
  defineRoute({
    method: 'get',
    path: '/health/services',
    operationId: 'getServiceHealth',
    tag: 'health',
    summary: 'Show the health of every service',
    answer: { status: 200, description: 'Health by service.', schema: serviceHealthListSchema },
    errors: [],
    handle: async ({ ports }) => {
      const rows = await ports.services.list();
      return {
        body: {
          services: rows.map(({ id, health, status, desired, since }) => ({
            id,
            health,
            status,
            desired,
            since,
          })),
        },
      };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/health/dependencies',
    operationId: 'getHealthDependencies',
    tag: 'health',
    summary: 'Show what is to blame',
    description: 'What requires what, how each is, and the root causes of what is not well.',
    answer: { status: 200, description: 'The graph and its root causes.', schema: healthDependenciesSchema },
    errors: [],
    handle: async ({ ports }) => ({ body: await healthDependencies(ports) }),
  }),
];
