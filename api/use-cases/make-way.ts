import { isClosed } from '#contracts/task.ts';
import { DomainError } from '#domain/errors.ts';
import type { ServiceId, TaskId } from '#domain/ids.ts';
import type { ApiContext } from '../context.ts';
import { getTask } from './get-task.ts';

/**
 * Longest that a recovery's end, or that of a run which has told its end, is waited for. A request may wait so twice, each time followed
 * by a start, and stays below `keyWaitMs` with all of it: else a repeat would take it for dead while it waits, and open a second task.
 */
export const patienceMs = 10_000;

/**
 * Sees to it that the service's lock is free for a person where it can be. Showrunner's own recovery is cancelled, and a task that has
 * told its end holds the lock for a moment more; both are awaited. `check` throws what the claim would refuse, so that no recovery is
 * cancelled for nothing; the claim, which sees what has changed meanwhile, decides. Error: `service-busy` with another person's task.
 */
export async function makeWay(
  { ports }: ApiContext,
  service: ServiceId,
  check: () => Promise<void> | void,
): Promise<void> {
  const { engine, waiter } = ports;
  const open = await engine.openTask(service);
  if (open === undefined) return;
  const { operation, status } = await getTask(ports, open);
  if (!isClosed(status)) {
    if (operation !== 'recover') throw busyWith(service, open);
    await check();
    await engine.cancel(open);
  }
  const patience = AbortSignal.timeout(patienceMs);
  // Whoever still holds the lock then is named by the refusal that follows.
  await waiter.untilFree(service, patience).catch((error: unknown) => {
    if (!patience.aborted) throw error;
  });
}

function busyWith(service: ServiceId, task: TaskId): DomainError {
  return new DomainError('service-busy', `Another operation is at work on ${service}.`, {
    data: { service, task },
  });
}
