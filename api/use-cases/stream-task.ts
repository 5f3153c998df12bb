import type { LoggedEvent } from '#contracts/events.ts';
import { isClosed, type Task } from '#contracts/task.ts';
import { isDomainError } from '#domain/errors.ts';
import type { TaskId } from '#domain/ids.ts';
import type { ApiContext } from '../context.ts';
import type { FollowRequest } from '../events/feed.ts';
import type { Ports } from '../ports.ts';
import { readTaskId, type TaskSnapshot, takeSnapshot } from './get-task.ts';

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
  context: ApiContext,
  { id, after, ...following }: StreamTaskRequest,
): AsyncGenerator<TaskNews, void> {
  const task = readTaskId(id);
  const first = await takeSnapshot(context.ports, id);
  if (after === undefined) yield { kind: 'snapshot', ...first };
  if (after === undefined && isClosed(first.task.status)) return;
  for await (const news of newsOf(context, { ...following, task, after: after ?? first.position })) {
    yield news;
    if (news.kind === 'snapshot' || (news.kind === 'event' && news.event.type === 'task.closed')) return;
  }
}

/** Every event; in silence, the last snapshot once the task is closed. */
async function* newsOf(
  { ports, feed }: ApiContext,
  request: FollowRequest & { readonly task: TaskId },
): AsyncGenerator<TaskNews, void> {
  for await (const events of feed.follow(request)) {
    for (const event of events) yield { kind: 'event', event };
    if (events.length > 0) continue;
    const last = await takeLastSnapshot(ports, request.task);
    yield last === undefined ? { kind: 'silence' } : { kind: 'snapshot', ...last };
  }
}

/** The task as it ended; nothing while it is open, or cannot be asked about: an outage is no reason to stop following. */
async function takeLastSnapshot(
  ports: Pick<Ports, 'engine' | 'tasks' | 'events'>,
  id: string,
): Promise<TaskSnapshot | undefined> {
  try {
    const now = await takeSnapshot(ports, id);
    return isClosed(now.task.status) ? now : undefined;
  } catch (error) {
    if (isDomainError(error) && error.kind === 'outage') return undefined;
    throw error;
  }
}
