import type { ServiceId } from '#domain/ids.ts';
import type { InstallRequest } from './resolve-install.ts';

export interface UninstallRequest {
  readonly operation: 'uninstall';
  readonly service: ServiceId;
  readonly purge: boolean;
  readonly approvedPlan?: string | undefined;
}

/** What can be asked for, from REST and GraphQL alike. */
export type OperationRequest = InstallRequest | UninstallRequest;
