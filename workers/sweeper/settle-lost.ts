import { taskId } from '#contracts/ids.ts';
import { isClosed } from '#contracts/task.ts';
import { isDomainError } from '#domain/errors.ts';
import type { RunReference, Service } from '#domain/service.ts';
import type { EventLog } from '#ports/event-log.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import type { TaskEngine, TaskRequest } from '#ports/task-engine.ts';
import { eachOf } from './each-of.ts';

interface SettlePorts {
  readonly services: Pick<ServiceStore, 'transient' | 'list' | 'get' | 'transition'>;
  readonly events: Pick<EventLog, 'latest'>;
  readonly engine: Pick<TaskEngine, 'describe' | 'start'>;
}

/** More than what is told of a failed service before something is done about it. */
const looksBack = 20;

/**
 * A service in a transient state whose run is closed or forgotten was left behind by an operation that could not conclude
 * (terminated, or Temporal's store was lost). It is marked failed, and what was wanted of it is done by a new operation. That one is
 * found by the mark, which is kept: a sweeper that dies between the two leaves the second to the next round.
 */
export async function settleLost(ports: SettlePorts): Promise<void> {
  await eachOf(await ports.services.transient(), (service) => settle(service, ports));
  await eachOf(await ports.services.list({ status: ['failed'] }), (service) => resume(service, ports));
}

async function settle(service: Service, { services, engine }: SettlePorts): Promise<void> {
  const { run, id } = service;
  if (run === undefined) return;
  const task = taskId(run);
  const described = await engine.describe(task);
  if (described !== undefined && !isClosed(described.status)) return;
  // The run may have concluded between the two looks.
  const row = await services.get(id);
  if (row?.run?.runId !== run.runId || row.status !== service.status) return;
  await services.transition({
    service: id,
    to: 'failed',
    health: 'unknown',
    cause: `its operation was lost while it was ${service.status}`,
    run,
    release: true,
    event: {
      id: lossOf(run),
      correlationId: described?.correlationId ?? run.runId,
      task,
      time: new Date().toISOString(),
    },
  });
}

async function resume(service: Service, { events, engine }: SettlePorts): Promise<void> {
  const { run } = service;
  if (run === undefined) return;
  const wanted = resumption(service, run);
  if (wanted === undefined || !(await isUnheeded(service, run, events))) return;
  try {
    await engine.start(wanted);
  } catch (error) {
    // Whoever holds the lock does what is wanted now.
    if (!isDomainError(error) || error.code !== 'service-busy') throw error;
  }
}

/** An uninstall is asked for again by the person: whether it was to purge is not in the row. */
function resumption({ id, host, desired }: Service, lost: RunReference): TaskRequest | undefined {
  const origin = { correlationId: `operation-lost/${taskId(lost)}`, requestedBy: 'sweeper' };
  const input = { service: id, host, origin };
  if (desired === 'stopped') return { operation: 'stop', input, summary: `stop ${id}` };
  if (desired !== 'running') return undefined;
  const cause = 'its operation was lost';
  return { operation: 'recover', input: { ...input, cause }, summary: `recover ${id}: ${cause}` };
}

/** It failed because its run was lost, and no operation has begun since. */
async function isUnheeded(
  { id }: Service,
  run: RunReference,
  events: Pick<EventLog, 'latest'>,
): Promise<boolean> {
  const types = ['service.changed', 'task.opened'] as const;
  const told = await events.latest({ service: id, types, limit: looksBack });
  const loss = told.findIndex((event) => event.id === lossOf(run));
  return loss >= 0 && !told.slice(loss).some(({ type }) => type === 'task.opened');
}

function lossOf({ runId }: RunReference): string {
  return `${runId}/lost`;
}
