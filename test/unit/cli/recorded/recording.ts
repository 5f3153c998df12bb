import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createStack, type Stack } from '#cli/live/stack.ts';
import type { TaskMessage } from '#sdk/events.ts';
import type { CloudEvent } from '#sdk/generated/schema.ts';

/** What `showrunner events --json` gave of an installation of sonarr and radarr, without jellyfin and what it requires. */
export const recording: readonly CloudEvent[] = readFileSync(join(import.meta.dirname, 'demo.ndjson'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as CloudEvent);

export const root = 'batch.demo.0199a000-0000-7000-8000-000000000001';
export const began = Date.parse(recording[0]?.time ?? '');

export function toMessage(event: CloudEvent): TaskMessage {
  return { kind: 'event', position: event.position, event };
}

/** The stack as it was so many seconds after the beginning. */
export function stackAfter(seconds: number): { readonly stack: Stack; readonly now: number } {
  const now = began + seconds * 1000;
  const stack = createStack(root);
  for (const event of recording) {
    if (Date.parse(event.time) <= now) stack.apply(event.task ?? '', toMessage(event));
  }
  return { stack, now };
}
