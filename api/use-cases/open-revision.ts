import type { BatchMember, Origin } from '#contracts/operations.ts';
import type { ServiceId, TaskId } from '#domain/ids.ts';
import { assertMayOperate, onceRecovered } from '#domain/operation.ts';
import type { RequiresEdge, Service } from '#domain/service.ts';
import { serviceTag } from '#domain/service-tag.ts';
import type { TaskRequest } from '#ports/task-engine.ts';
import type { ApiContext } from '../context.ts';
import { sha256 } from '../digest.ts';
import { TransportError } from '../errors.ts';
import { makeWay } from './make-way.ts';
import { type ResolvedRevision, resolveRevision } from './resolve-revision.ts';
import { findService } from './services.ts';
import { startTask } from './start-task.ts';
import type { ReconfigureRequest, UpdateRequest } from './task-request.ts';
import { withdrawing } from './withdrawing.ts';

type RevisionRequest = ReconfigureRequest | UpdateRequest;

/** Writes what the service is to be, then starts the run that makes it so or puts the old back. */
export async function openRevision(
  context: ApiContext,
  request: RevisionRequest,
  origin: Origin,
  key: string,
): Promise<TaskId> {
  const { ports } = context;
  const row = await findService(ports, request.service);
  const resolved = await resolveRevision(ports, row, request);
  await makeWay(context, row.id, () => assertMayChange(row, request));
  const members = await runningMembers(context, row.id);
  const claimed = await ports.services.claimChange({
    id: key,
    at: new Date().toISOString(),
    operation: request.operation,
    service: row.id,
    ...seenBy(request),
    ...(await sealed(context, resolved)),
  });
  if (claimed === 'outdated') throw outdated(row);
  return withdrawing(
    context,
    () => ports.services.withdrawChange(row.id, key),
    () => startTask(context, taskRequest(request, claimed, members, origin, key)),
  );
}

/** Who sits in the service's network namespace must be made anew with it. */
export async function runningMembers({ ports }: ApiContext, gateway: ServiceId): Promise<readonly Service[]> {
  const edges = await ports.services.edges(gateway);
  const inside = ({ via, provider }: RequiresEdge) => via === 'namespace' && provider === gateway;
  const rows = edges.filter(inside).map(({ consumer }) => ports.services.get(consumer));
  const found = (await Promise.all(rows)).flatMap((row) => row ?? []);
  return found.filter(({ desired, status }) => desired === 'running' && status !== 'absent');
}

function assertMayChange(row: Service, request: RevisionRequest): void {
  const { seen } = seenBy(request);
  if (seen !== undefined && seen !== serviceTag(row, sha256)) throw outdated(row);
  assertMayOperate(request.operation, row.id, onceRecovered(row.status, request.operation));
}

function outdated({ id }: Service): TransportError {
  return new TransportError('revision-mismatch', `${id} was changed since it was read.`);
}

function seenBy(request: RevisionRequest): { readonly seen?: string } {
  return request.operation === 'reconfigure' && request.seen !== undefined ? { seen: request.seen } : {};
}

/** Secret settings are sealed here: from here on no variable holds a value in the clear. */
async function sealed({ ports }: ApiContext, { secrets = {}, ...plain }: ResolvedRevision) {
  const entries = Object.entries(secrets).map(async ([name, value]) => [
    name,
    await ports.sealer.seal(value),
  ]);
  return { ...plain, sealed: Object.fromEntries(await Promise.all(entries)) };
}

function taskRequest(
  { operation, approvedPlan }: RevisionRequest,
  { id, host }: Service,
  members: readonly Service[],
  origin: Origin,
  key: string,
): TaskRequest {
  const summary = `${operation} ${id}`;
  if (members.length === 0) {
    const approval = approvedPlan === undefined ? {} : { approvedPlan };
    return { operation, input: { service: id, host, origin, ...approval }, summary };
  }
  const first: BatchMember = { operation, service: id, host };
  const others = members.map(
    (row): BatchMember => ({ operation: 'restart', service: row.id, host: row.host }),
  );
  return {
    operation: 'batch',
    input: { origin, stages: [[first], others], claim: key },
    key: key.slice(0, 16),
    summary,
  };
}
