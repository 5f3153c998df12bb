import { isClosed } from '#contracts/task.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { ApiContext } from '../context.ts';
import { getTask } from './get-task.ts';

/** Longest that a recovery's end, or that of a run which has told its end, is waited for. */
const patienceMs = 20_000;

/**
 * Sees to it that the service's lock is free for a person where it can be. Showrunner's own recovery is cancelled, and a task that has
 * told its end holds the lock for a moment more; both are awaited. Another person's task is left alone: its name is the answer.
 */
export async function makeWay({ ports }: ApiContext, service: ServiceId): Promise<void> {
  const { engine, waiter } = ports;
  const open = await engine.openTask(service);
  if (open === undefined) return;
  const task = await getTask(ports, open);
  const recovers = task.operation === 'recover' && !isClosed(task.status);
  if (!recovers && !isClosed(task.status)) return;
  if (recovers) await engine.cancel(open);
  const patience = AbortSignal.timeout(patienceMs);
  // Whoever still holds the lock then is named by the refusal that follows.
  await waiter.untilFree(service, patience).catch((error: unknown) => {
    if (!patience.aborted) throw error;
  });
}
