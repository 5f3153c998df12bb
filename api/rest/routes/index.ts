import type { Route } from '../route.ts';
import { alertRoutes } from './alerts.ts';
import { catalogRoutes } from './catalog.ts';
import { configRoutes } from './config.ts';
import { credentialRoutes } from './credentials.ts';
import { eventRoutes } from './events.ts';
import { healthRoutes } from './health.ts';
import { hostRoutes } from './hosts.ts';
import { instanceRoutes } from './instance.ts';
import { maintenanceRoutes } from './maintenance.ts';
import { metricsRoutes } from './metrics.ts';
import { planRoutes } from './plans.ts';
import { serviceLogRoutes } from './service-logs.ts';
import { serviceOperationRoutes } from './service-operations.ts';
import { serviceRoutes } from './services.ts';
import { taskEventRoutes } from './task-events.ts';
import { taskRoutes } from './tasks.ts';

/** The one table: what is served below `/api/v1` and what the OpenAPI document describes. */
export const routes: readonly Route[] = [
  ...serviceRoutes,
  ...serviceOperationRoutes,
  ...serviceLogRoutes,
  ...metricsRoutes,
  ...credentialRoutes,
  ...taskRoutes,
  ...taskEventRoutes,
  ...planRoutes,
  ...catalogRoutes,
  ...eventRoutes,
  ...healthRoutes,
  ...hostRoutes,
  ...maintenanceRoutes,
  ...alertRoutes,
  ...configRoutes,
  ...instanceRoutes,
];
