import { setTimeout as delay } from 'node:timers/promises';
import { isClosed } from '#contracts/task.ts';
import type { ServiceId, TaskId } from '#domain/ids.ts';
import type { ApiContext } from '../context.ts';
import { getTask } from './get-task.ts';

/** Longest that a recovery's end, or that of a run which has told its end, is waited for. */
const patienceMs = 20_000;
const lookAgainMs = 50;

/**
 * Sees to it that the service's lock is free for a person where it can be. Showrunner's own recovery is cancelled, and a task that has
 * told its end holds the lock for a moment more; both are awaited. Another person's task is left alone: its name is the answer.
 */
export async function makeWay({ ports }: ApiContext, service: ServiceId): Promise<void> {
  const { engine } = ports;
  const open = await engine.openTask(service);
  if (open === undefined) return;
  const task = await getTask(ports, open);
  const recovers = task.operation === 'recover' && !isClosed(task.status);
  if (recovers) await engine.cancel(open);
  if (recovers || isClosed(task.status)) await untilClosed(engine, open);
}

/** A run tells nobody outside of Temporal that it has closed; this is rare, short and bounded. */
async function untilClosed(engine: ApiContext['ports']['engine'], task: TaskId): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    const seen = await engine.describe(task);
    if (seen === undefined || isClosed(seen.status)) return;
    await delay(lookAgainMs);
  }
}
