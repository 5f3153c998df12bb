import { taskId } from '#contracts/ids.ts';
import { isClosed } from '#contracts/task.ts';
import type { TaskId } from '#domain/ids.ts';
import type { Service } from '#domain/service.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import type { TaskEngine } from '#ports/task-engine.ts';
import { eachOf } from './each-of.ts';

interface SettlePorts {
  readonly services: Pick<ServiceStore, 'transient' | 'get' | 'transition'>;
  readonly engine: Pick<TaskEngine, 'describe' | 'start'>;
}

/**
 * A service in a transient state whose run is closed or forgotten was left behind by an operation that could not conclude
 * (terminated, or Temporal's store was lost). It is marked failed, and what was wanted of it is done by a new operation.
 */
export async function settleLost({ services, engine }: SettlePorts): Promise<void> {
  await eachOf(await services.transient(), (service) => settle(service, { services, engine }));
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
  const settled = await services.transition({
    service: id,
    to: 'failed',
    health: 'unknown',
    cause: `its operation was lost while it was ${service.status}`,
    run,
    release: true,
    event: {
      id: `${run.runId}/lost`,
      correlationId: described?.correlationId ?? run.runId,
      task,
      time: new Date().toISOString(),
    },
  });
  await resume(settled, task, engine);
}

/** An uninstall is asked for again by the person: whether it was to purge is not in the row. */
async function resume(
  { id, host, desired }: Service,
  lost: TaskId,
  engine: Pick<TaskEngine, 'start'>,
): Promise<void> {
  const origin = { correlationId: `operation-lost/${lost}`, requestedBy: 'sweeper' };
  const input = { service: id, host, origin };
  if (desired === 'running') {
    const cause = 'its operation was lost';
    await engine.start({
      operation: 'recover',
      input: { ...input, cause },
      summary: `recover ${id}: ${cause}`,
    });
  }
  if (desired === 'stopped') await engine.start({ operation: 'stop', input, summary: `stop ${id}` });
}
