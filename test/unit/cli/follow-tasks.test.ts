import { expect, test } from 'vitest';
import { followTasks } from '#cli/live/follow-tasks.ts';
import type { ShowrunnerClient } from '#sdk/client.ts';
import type { FollowOptions, TaskMessage } from '#sdk/events.ts';
import { recording, root, toMessage } from './recorded/recording.ts';

type Follow = (id: string, options?: FollowOptions) => AsyncGenerator<TaskMessage, void>;

function clientWith(follow: Follow): Pick<ShowrunnerClient, 'tasks'> {
  const unplanned = () => Promise.reject(new Error('Only following is planned.'));
  const tasks = { list: unplanned, get: unplanned, create: unplanned, cancel: unplanned, follow };
  return { tasks } as Pick<ShowrunnerClient, 'tasks'>;
}

async function* recorded(id: string): AsyncGenerator<TaskMessage, void> {
  for (const event of recording) if (event.task === id) yield toMessage(event);
}

test('a task and all that it starts are followed, each event once, from the first one', async () => {
  const positions: number[] = [];
  const begins: (number | undefined)[] = [];
  const client = clientWith((id, options) => {
    begins.push(options?.after);
    return recorded(id);
  });
  const onMessage = (_task: string, { position }: TaskMessage) => positions.push(position);
  await followTasks({ client, root, signal: new AbortController().signal, onMessage });
  expect(positions.toSorted((one, other) => one - other)).toEqual(recording.map(({ position }) => position));
  expect(begins).toEqual([0, 0, 0, 0, 0, 0]);
});

test('a stream that is refused ends it, also that of a child', async () => {
  const client = clientWith(async function* (id) {
    if (id !== root) throw new Error('refused');
    yield* recorded(id);
    await new Promise(() => undefined);
  });
  const following = followTasks({
    client,
    root,
    signal: new AbortController().signal,
    onMessage: () => undefined,
  });
  await expect(following).rejects.toThrow('refused');
});

test('the end of the root ends the streams below that have not said their last word', async () => {
  let left = false;
  const client = clientWith(async function* (id, options) {
    if (id === root) return yield* recorded(id);
    const { promise, resolve } = Promise.withResolvers<void>();
    options?.signal?.addEventListener('abort', () => resolve());
    await promise;
    left = true;
  });
  const { signal } = new AbortController();
  await followTasks({ client, root, signal, graceMs: 10, onMessage: () => undefined });
  await expect.poll(() => left).toBe(true);
});
