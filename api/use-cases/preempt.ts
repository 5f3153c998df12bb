import { setTimeout as delay } from 'node:timers/promises';
import { isClosed } from '#contracts/task.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { ApiContext } from '../context.ts';

/** A recovery that is told to stop gives up its container's start within this time, or the person is told who is in the way. */
const patienceMs = 20_000;
const lookAgainMs = 100;

/** A person's operation outranks Showrunner's own: an open recovery of the service is cancelled and awaited, for a while. */
export async function preempt({ ports: { engine } }: ApiContext, service: ServiceId): Promise<void> {
  const open = await engine.openTask(service);
  if (open === undefined) return;
  const holder = await engine.describe(open);
  if (holder?.operation !== 'recover') return;
  await engine.cancel(open);
  const deadline = performance.now() + patienceMs;
  // A run tells nobody outside of Temporal that it has closed; this is rare, short and bounded.
  for (;;) {
    const seen = await engine.describe(open);
    if (seen === undefined || isClosed(seen.status) || performance.now() > deadline) return;
    await delay(lookAgainMs);
  }
}
