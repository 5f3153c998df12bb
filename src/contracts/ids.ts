import { alertTable } from '#domain/alert.ts';
import { DomainError } from '#domain/errors.ts';
import type { HostId, ServiceId, TaskId } from '#domain/ids.ts';
import type { RunReference } from '#domain/service.ts';
import type { DeliveryRoute } from './alerts.ts';

/** Namespace-wide lock of a service: at most one open run per id. */
export function serviceWorkflowId(service: ServiceId): string {
  return `svc/${service}`;
}

export function monitorWorkflowId(service: ServiceId): string {
  return `monitor/${service}`;
}

export function hostWorkflowId(host: HostId): string {
  return `host/${host}`;
}

export function batchWorkflowId(key: string): string {
  return `batch/${key}`;
}

export function previewWorkflowId(uuid: string): string {
  return `plan/${uuid}`;
}

/** Each route ends with one of few words, so no two services can have the same id. */
export function alertWorkflowId({ service, name, sink }: DeliveryRoute): string {
  return `alert/${service}-${alertTable[name].slug}-${sink}`;
}

/**
 * A task is one run of one workflow. The encoding is reversible because no part of a workflow id holds a dot and a run id is
 * a UUID: `svc/sonarr` + `0199…` ⇄ `svc.sonarr.0199…`.
 */
export function taskId(run: RunReference): TaskId {
  return `${run.workflowId.replaceAll('/', '.')}.${run.runId}` as TaskId;
}

export function parseTaskId(value: string): RunReference {
  const match = taskPattern.exec(value);
  const [, kind, name, runId] = match ?? [];
  if (kind === undefined || name === undefined || runId === undefined) {
    throw new DomainError('not-found', `"${value.slice(0, 120)}" is not a task id.`);
  }
  return { workflowId: `${kind}/${name}`, runId };
}

const taskPattern = /^(svc|batch|plan|monitor|host|alert)\.([a-z0-9-]{1,80})\.([0-9a-f-]{36})$/;
