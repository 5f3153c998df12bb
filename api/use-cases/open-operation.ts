import type { BatchMember, Origin } from '#contracts/operations.ts';
import { stages } from '#domain/graph.ts';
import type { ServiceId, TaskId } from '#domain/ids.ts';
import { rowOnceRecovered } from '#domain/operation.ts';
import { type AskedOperation, type ReachRequest, reachOf } from '#domain/reach.ts';
import type { OperationClaim } from '#ports/service-store.ts';
import type { TaskRequest } from '#ports/task-engine.ts';
import type { ApiContext } from '../context.ts';
import { makeWay } from './make-way.ts';
import { findService } from './services.ts';
import { startTask } from './start-task.ts';
import type { ChangeRequest } from './task-request.ts';
import { isBeatenToIt, withdrawing } from './withdrawing.ts';

/** Starts, stops or restarts a service with all that goes along; one alone is its own task, several are a batch. */
export async function openOperation(
  context: ApiContext,
  request: ChangeRequest,
  origin: Origin,
  key: string,
): Promise<TaskId> {
  const { services } = context.ports;
  const { id } = await findService(context.ports, request.service);
  const reach = { ...request, cascade: request.cascade ?? false };
  await makeWay(context, id, () => assertInReach(context, reach));
  const claim = await services.claimOperation(reach);
  return withdrawing(
    context,
    async (failure) => {
      // A restart wants nothing else than what was wanted before.
      if (request.operation === 'restart' || (await isBeatenToIt(context, failure))) return;
      await services.withdrawDesired(claim.services.map((one) => one.id));
    },
    () => startTask(context, taskRequest(request, claim, origin, key)),
  );
}

async function assertInReach({ ports: { services } }: ApiContext, reach: ReachRequest): Promise<void> {
  const [rows, edges] = await Promise.all([services.list(), services.edges()]);
  const recovered = rows.map((row) => rowOnceRecovered(row, reach.operation));
  reachOf(reach, new Map(recovered.map((row) => [row.id, row])), edges);
}

function taskRequest(
  { operation, service, approvedPlan }: ChangeRequest,
  claim: OperationClaim,
  origin: Origin,
  key: string,
): TaskRequest {
  const hosts = new Map(claim.services.map(({ id, host }) => [id, host]));
  const toMember = (id: ServiceId): readonly BatchMember[] => {
    const host = hosts.get(id);
    return host === undefined ? [] : [{ operation, service: id, host }];
  };
  const [only, ...others] = claim.services;
  if (only !== undefined && others.length === 0) {
    const approval = approvedPlan === undefined ? {} : { approvedPlan };
    const input = { service: only.id, host: only.host, origin, ...approval };
    return { operation, input, summary: `${operation} ${service}` };
  }
  return {
    operation: 'batch',
    input: { origin, stages: orderOf(operation, claim).map((stage) => stage.flatMap(toMember)) },
    // Short enough to read in lists.
    key: key.slice(0, 16),
    summary: `${operation} ${service} and ${others.length === 1 ? 'one more' : `${others.length} more`}`,
  };
}

/** Who is required comes up first and goes down last. */
export function orderOf(operation: AskedOperation, { services, edges }: OperationClaim) {
  const up = stages(
    services.map(({ id }) => id),
    edges,
  );
  return operation === 'stop' ? up.toReversed() : up;
}
