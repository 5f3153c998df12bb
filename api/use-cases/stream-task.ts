import type { LoggedEvent } from '#contracts/events.ts';
import { isClosed, type Task } from '#contracts/task.ts';
import type { ApiContext } from '../context.ts';
import { readTaskId, takeSnapshot } from './get-task.ts';

/** What a follower of a task is told. `silence` comes again and again while nothing happens. */
export type TaskNews =
  | { readonly kind: 'snapshot'; readonly task: Task; readonly position: number }
  | { readonly kind: 'event'; readonly event: LoggedEvent }
  | { readonly kind: 'silence' };

export interface StreamTaskRequest {
  readonly id: string;
  /** Position of the last event that the follower has; absent for one that begins, who gets a snapshot first. */
  readonly after: number | undefined;
  readonly idleMs: number;
  readonly signal: AbortSignal;
}

/**
 * Everything of one task until it is closed. The last event of a task that was ended from outside, or long ago, is not in the
 * log: in silence its state is looked at, and a closed one ends the stream with a snapshot. Errors: `not-found`, `position-gone`.
 */
export async function* streamTask(
  { ports, feed }: ApiContext,
  { id, after, idleMs, signal }: StreamTaskRequest,
): AsyncGenerator<TaskNews, void> {
  const task = readTaskId(id);
  const first = await takeSnapshot(ports, id);
  if (after === undefined) yield { kind: 'snapshot', ...first };
  const position = after ?? first.position;
  if (after === undefined && isClosed(first.task.status)) return;
  for await (const events of feed.follow({ after: position, task, idleMs, signal })) {
    for (const event of events) {
      yield { kind: 'event', event };
      if (event.type === 'task.closed') return;
    }
    if (events.length > 0) continue;
    const now = await takeSnapshot(ports, id);
    if (isClosed(now.task.status)) {
      yield { kind: 'snapshot', ...now };
      return;
    }
    yield { kind: 'silence' };
  }
}
