import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { rawDocker } from '#test/support/docker/client.ts';
import type { Cleanup } from '../support/cleanup.ts';
import { createHeard, type Heard } from './heard.ts';

/** What happened to a container. Times are milliseconds since the epoch, by the engine's clock, which is this machine's. */
export interface EngineEvent {
  readonly container: string;
  /** `health_status: unhealthy` is one of them. */
  readonly action: string;
  readonly at: number;
}

const message = z
  .object({
    Action: z.string(),
    timeNano: z.number(),
    Actor: z.object({ Attributes: z.object({ name: z.string().default('') }) }),
  })
  .transform(
    ({ Action, timeNano, Actor }): EngineEvent => ({
      container: Actor.Attributes.name,
      action: Action,
      at: timeNano / 1e6,
    }),
  );

/** Every container's events from now on, until the cleanup. */
export async function hearEngine(cleanup: Cleanup): Promise<Heard<EngineEvent>> {
  const stream = await rawDocker().getEvents({ filters: { type: ['container'] } });
  const heard = createHeard<EngineEvent>('the engine');
  const lines = createInterface({ input: stream });
  lines.on('line', (line) => heard.add(message.parse(JSON.parse(line))));
  cleanup.later(async () => {
    if (!('destroy' in stream) || typeof stream.destroy !== 'function') return;
    const closed = once(lines, 'close');
    stream.destroy();
    lines.close();
    await closed.catch(() => undefined);
  });
  return heard;
}
