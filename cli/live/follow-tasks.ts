import type { ShowrunnerClient } from '#sdk/client.ts';
import type { ApiError } from '#sdk/errors.ts';
import type { TaskMessage } from '#sdk/events.ts';

export interface FollowOptions {
  readonly client: Pick<ShowrunnerClient, 'tasks'>;
  readonly root: string;
  readonly signal: AbortSignal;
  readonly onMessage: (task: string, message: TaskMessage) => void;
  /** The connection broke; it is tried again. */
  readonly onTrouble?: (error: ApiError) => void;
  /** How long the last events of tasks below may take once the root is closed: they were written before its own. */
  readonly graceMs?: number;
}

/**
 * Follows a task and all that it starts, each from its first event, until it is closed or the signal comes. Breaks are bridged
 * by the streams themselves, each from its own position.
 */
export async function followTasks({
  client,
  root,
  signal,
  onMessage,
  onTrouble,
  graceMs = 2000,
}: FollowOptions): Promise<void> {
  const done = new AbortController();
  const failed = Promise.withResolvers<never>();
  const below = new Map<string, Promise<void>>();
  const options = {
    after: 0,
    signal: AbortSignal.any([signal, done.signal]),
    ...(onTrouble === undefined ? {} : { onTrouble }),
  };
  const follow = async (id: string): Promise<void> => {
    for await (const message of client.tasks.follow(id, options)) {
      onMessage(id, message);
      for (const child of childrenIn(message)) {
        if (child === root || below.has(child)) continue;
        const following = follow(child);
        below.set(child, following);
        following.catch(failed.reject);
      }
    }
  };
  try {
    await Promise.race([follow(root), failed.promise]);
    await Promise.race([settled(below), after(graceMs, options.signal), failed.promise]);
  } finally {
    done.abort();
    failed.promise.catch(() => undefined);
  }
}

function childrenIn(message: TaskMessage): readonly string[] {
  if (message.kind === 'snapshot') return message.task.children;
  const { event } = message;
  return event.type === 'showrunner.task.child' ? [event.data.child] : [];
}

/** Those that are followed may start more while they are awaited. */
async function settled(below: ReadonlyMap<string, Promise<void>>): Promise<void> {
  for (const following of below.values()) await following;
}

async function after(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
}
