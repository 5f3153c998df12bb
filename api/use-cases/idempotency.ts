import { setTimeout as delay } from 'node:timers/promises';
import { type DomainError, isDomainError } from '#domain/errors.ts';
import type { TaskId } from '#domain/ids.ts';
import type { KeyedRequest } from '#ports/task-store.ts';
import type { Ports } from '../ports.ts';

/**
 * A first request that is still at work answers within this time; after it, its process is taken for dead. Longer than a recovery is
 * waited for (`patienceMs`) and the start that follows may take.
 */
export const keyWaitMs = 45_000;

/**
 * Opens a task once per key: a repeat gets the task of the first. `adopt` finds the task of a first request whose process
 * died between start and record, from the refusal that the repeat then meets. Error: `idempotency-mismatch`.
 */
export async function openOnce(
  tasks: Ports['tasks'],
  request: KeyedRequest | undefined,
  open: () => Promise<TaskId>,
  adopt: (refusal: DomainError) => Promise<TaskId | undefined>,
): Promise<TaskId> {
  if (request === undefined) return open();
  const first = await reserve(tasks, request);
  if (first.task !== undefined) return first.task;
  const task = await openOrAdopt(open, adopt, first.died).catch(async (error: unknown) => {
    await tasks.freeKey(request);
    throw error;
  });
  await tasks.recordKey(request, task);
  return task;
}

interface Reservation {
  readonly task?: TaskId;
  /** Another request took the key and never said what became of it. */
  readonly died: boolean;
}

async function reserve(tasks: Ports['tasks'], request: KeyedRequest): Promise<Reservation> {
  const deadline = performance.now() + keyWaitMs;
  for (;;) {
    const answer = await tasks.reserveKey(request);
    if (answer.kind === 'new') return { died: false };
    if (answer.task !== undefined) return { task: answer.task, died: false };
    if (performance.now() >= deadline) return { died: true };
    // The first request is in another process perhaps; its row is all that we share with it.
    await delay(50);
  }
}

async function openOrAdopt(
  open: () => Promise<TaskId>,
  adopt: (refusal: DomainError) => Promise<TaskId | undefined>,
  died: boolean,
): Promise<TaskId> {
  try {
    return await open();
  } catch (error) {
    const task = died && isDomainError(error) ? await adopt(error) : undefined;
    if (task === undefined) throw error;
    return task;
  }
}
