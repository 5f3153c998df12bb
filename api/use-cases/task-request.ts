import type { z } from 'zod';
import type { ServiceId } from '#domain/ids.ts';
import type { AskedOperation } from '#domain/reach.ts';
import type { taskRequestSchema } from '#schemas/api/task.ts';
import type { InstallRequest } from './resolve-install.ts';
import type { GivenSettings } from './split-settings.ts';

export interface UninstallRequest {
  readonly operation: 'uninstall';
  readonly service: ServiceId;
  readonly purge: boolean;
  readonly approvedPlan?: string | undefined;
}

/** A start, stop or restart. */
export interface ChangeRequest {
  readonly operation: AskedOperation;
  readonly service: ServiceId;
  /** Stop only: what requires the service is stopped first. */
  readonly cascade?: boolean | undefined;
  readonly approvedPlan?: string | undefined;
}

/** Other settings for a service that is there. */
export interface ReconfigureRequest {
  readonly operation: 'reconfigure';
  readonly service: ServiceId;
  /** By their own names, without the service's. */
  readonly settings: GivenSettings;
  /** The `etag` of what was looked at. */
  readonly seen?: string | undefined;
  readonly approvedPlan?: string | undefined;
}

/** Another version of a service: the catalog's, unless one is named. */
export interface UpdateRequest {
  readonly operation: 'update';
  readonly service: ServiceId;
  readonly version?: string | undefined;
  readonly digest?: string | undefined;
  readonly approvedPlan?: string | undefined;
}

/** What can be asked for, from REST and GraphQL alike. */
export type OperationRequest =
  | InstallRequest
  | UninstallRequest
  | ChangeRequest
  | ReconfigureRequest
  | UpdateRequest;

type TaskRequestBody = z.output<typeof taskRequestSchema>;

/** The general form of a request, as REST and GraphQL parse it. */
export function operationRequest(body: TaskRequestBody): OperationRequest {
  if (body.operation !== 'install') return body;
  const { services, ...rest } = body;
  return { ...rest, services: services.map((id) => ({ id })) };
}
