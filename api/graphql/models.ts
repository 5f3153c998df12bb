import type { Task, TaskSummary } from '#contracts/task.ts';
import type { AlertView } from '../use-cases/alerts.ts';
import type { HostView } from '../use-cases/host-view.ts';
import type { SystemHealth } from '../use-cases/system-overview.ts';

export type { Operation } from '#contracts/operations.ts';
export type { TaskStatus } from '#contracts/task.ts';
export type { AlertSeverity } from '#domain/alert.ts';
export type { Health as HealthStatus } from '#domain/health.ts';
export type { ServiceStatus } from '#domain/lifecycle.ts';
export type { AskedOperation as ServiceAction } from '#domain/reach.ts';
export type { ServiceView } from '../use-cases/service-view.ts';

export type { AlertView, HostView };
export type HostKind = HostView['kind'];
export type HostScheduling = HostView['scheduling'];
export type HostState = HostView['state'];
export type SystemHealthModel = SystemHealth;
export type AlertState = AlertView['state'];
export type SystemStatus = SystemHealth['status'];
export type ServiceCountsModel = SystemHealth['services'];

/** A list gives summaries; what is in the whole task alone is read when it is asked for. */
export type TaskModel = Task | TaskSummary;

export type { LogLevel } from '#domain/log-level.ts';
export type LogStream = 'stdout' | 'stderr';
