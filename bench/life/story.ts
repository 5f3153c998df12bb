import { fromCloudEvent } from '#contracts/cloud-event.ts';
import type { LoggedEvent } from '#contracts/events.ts';
import type { ShowrunnerClient } from '#sdk/index.ts';
import type { Cleanup } from '../support/cleanup.ts';
import { createHeard, type Heard } from './heard.ts';

export type Story = Heard<LoggedEvent>;

/** Every event of the instance from now on, as its stream tells them, until the cleanup. */
export async function followStory(client: ShowrunnerClient, cleanup: Cleanup): Promise<Story> {
  const heard = createHeard<LoggedEvent>('the event stream');
  const ending = new AbortController();
  const { promise: begun, resolve, reject } = Promise.withResolvers<void>();
  const following = (async () => {
    for await (const one of client.events.follow({ signal: ending.signal })) {
      if (one.kind === 'snapshot') resolve();
      else heard.add(fromCloudEvent(one.event));
    }
  })().catch((error: unknown) => {
    if (!ending.signal.aborted) reject(error);
  });
  cleanup.later(async () => {
    ending.abort();
    await following;
  });
  await begun;
  return heard;
}
