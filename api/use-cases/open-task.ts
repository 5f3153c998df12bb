import { randomUUID } from 'node:crypto';
import type { Origin } from '#contracts/operations.ts';
import type { DomainError } from '#domain/errors.ts';
import type { TaskId } from '#domain/ids.ts';
import { canonicalJson } from '#domain/plan/canonical.ts';
import type { KeyedRequest } from '#ports/task-store.ts';
import type { ApiContext, Caller } from '../context.ts';
import { sha256 } from '../digest.ts';
import { readTaskId } from './get-task.ts';
import { openOnce } from './idempotency.ts';
import { openInstall } from './open-install.ts';
import { openOperation } from './open-operation.ts';
import { openRevision } from './open-revision.ts';
import { openUninstall } from './open-uninstall.ts';
import { withoutSecrets } from './public-request.ts';
import type { OperationRequest } from './task-request.ts';

/**
 * Opens the task of any operation. It answers once the records are written and the run is started; what was claimed for a run
 * that could not start is withdrawn. Errors: `invalid-input`, `missing-settings`, `not-found`, `service-busy`,
 * `service-required`, `service-leaving`, `illegal-transition`, `port-taken`, `plan-stale`, `idempotency-mismatch`, outages.
 */
export async function openTask(
  context: ApiContext,
  request: OperationRequest,
  caller: Caller,
  key?: string,
): Promise<TaskId> {
  const { ports } = context;
  const origin: Origin = { correlationId: caller.correlationId, requestedBy: caller.principal };
  const keyed = key === undefined ? undefined : await keyedRequest(context, request, caller, key);
  const name = sha256(key === undefined ? randomUUID() : `${caller.principal}\0${key}`);
  const open = () => openAny(context, request, origin, name);
  return openOnce(ports.tasks, keyed, open, (refusal) => findOwnTask(context, request, caller, refusal));
}

function openAny(
  context: ApiContext,
  request: OperationRequest,
  origin: Origin,
  key: string,
): Promise<TaskId> {
  switch (request.operation) {
    case 'install':
      return openInstall(context, request, origin, key);
    case 'uninstall':
      return openUninstall(context, request, origin);
    case 'reconfigure':
    case 'update':
      return openRevision(context, request, origin, key);
    default:
      return openOperation(context, request, origin, key);
  }
}

/** Nothing that derives from a secret is kept, so two bodies that differ in a secret's value alone count as one. */
async function keyedRequest(
  { ports }: ApiContext,
  request: OperationRequest,
  { principal }: Caller,
  key: string,
): Promise<KeyedRequest> {
  const body = canonicalJson(await withoutSecrets(ports, request));
  return { principal, key, bodyHash: sha256(body) };
}

/**
 * The open task that refuses a repeat is the first request's own when the same principal asked for the same: its process
 * died after the start and before the key was recorded.
 */
async function findOwnTask(
  { ports }: ApiContext,
  request: OperationRequest,
  { principal }: Caller,
  refusal: DomainError,
): Promise<TaskId | undefined> {
  const id = refusal.code === 'service-busy' ? refusal.data.task : undefined;
  if (typeof id !== 'string') return undefined;
  const holder = await ports.engine.describe(readTaskId(id));
  const sameOperation = holder?.operation === request.operation || holder?.operation === 'batch';
  return holder?.requestedBy === principal && sameOperation ? holder.id : undefined;
}
