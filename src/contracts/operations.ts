import type { HostId, ServiceId, TaskId } from '#domain/ids.ts';
import type { InstanceSettings } from '#domain/instance-settings.ts';
import type { Happening } from '#domain/monitoring.ts';
import type { ChangingOperation, ServiceOperation } from '#domain/operation.ts';
import type { Plan } from '#domain/plan/plan.ts';
import type { RequiresEdge, Service } from '#domain/service.ts';

/** What can be asked for, with the workflow that does it. */
export const operationWorkflows = {
  install: 'installService',
  uninstall: 'uninstallService',
  start: 'startService',
  stop: 'stopService',
  restart: 'restartService',
  reconfigure: 'reconfigureService',
  update: 'updateService',
  recover: 'recoverService',
  batch: 'batch',
  preview: 'preview',
} as const satisfies Record<ServiceOperation | 'batch' | 'preview', string>;

export type Operation = keyof typeof operationWorkflows;
export type { ServiceOperation };
export const operations = Object.keys(operationWorkflows) as readonly Operation[];

/** What every run carries: who asked, on which request's behalf. */
export interface Origin {
  /** Ties a request to its last event. */
  readonly correlationId: string;
  /** Principal, such as `token:admin` or `task:svc.sonarr.…`. */
  readonly requestedBy: string;
  /** The task that asked for this one. */
  readonly parent?: TaskId;
}

/** What every operation on one service is given. */
export interface ServiceInput {
  readonly service: ServiceId;
  readonly host: HostId;
  readonly origin: Origin;
  /** Hash of the plan that was approved; anything else fails `plan-stale` before a step. */
  readonly approvedPlan?: string;
}

export type InstallInput = ServiceInput;

export interface RecoverInput extends ServiceInput {
  /** What was seen that asks for it, in words. */
  readonly cause: string;
  /** What happened to a container; absent when it only does not answer. */
  readonly happened?: Happening;
}

export interface UninstallInput extends ServiceInput {
  /** Removes the service's config folders, volumes and secrets as well. Never the data. */
  readonly purge: boolean;
  /** Takes back exactly what that install task made: for a dependency that nobody wants any more. */
  readonly undoes?: TaskId;
}

export interface BatchInput {
  readonly origin: Origin;
  /** Stages run one after the other; the members of one run together. */
  readonly stages: readonly (readonly BatchMember[])[];
  /** Of the change that its first stage carries out: withdrawn where no run has begun it. */
  readonly claim?: string;
}

export type BatchMember =
  | {
      readonly operation: 'install' | Exclude<ChangingOperation, 'recover'>;
      readonly service: ServiceId;
      readonly host: HostId;
    }
  | {
      readonly operation: 'uninstall';
      readonly service: ServiceId;
      readonly host: HostId;
      readonly purge: boolean;
    };

export interface PreviewInput {
  readonly origin: Origin;
  readonly members: readonly BatchMember[];
  /** Rows and edges as the request would make them; they stand before those that exist. */
  readonly services: readonly Service[];
  readonly edges: readonly RequiresEdge[];
  /** Settings of the instance as the request would make them. */
  readonly settings: InstanceSettings;
}

export interface PreviewResult {
  /** In the order of the members. */
  readonly plans: readonly Plan[];
}

/** Result of an operation that succeeded. */
export interface OperationResult {
  readonly service: ServiceId;
  /** False when there was nothing to do. */
  readonly changed: boolean;
  readonly steps: number;
}

export interface BatchResult {
  readonly members: readonly BatchMemberResult[];
}

export interface BatchMemberResult {
  readonly service: ServiceId;
  readonly task?: TaskId;
  readonly outcome: 'succeeded' | 'failed' | 'cancelled' | 'unchanged';
  readonly message?: string;
}
