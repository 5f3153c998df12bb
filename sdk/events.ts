import type { EventSourceMessage } from 'eventsource-parser/stream';
import type { CloudEvent, Service, Task } from './generated/schema.ts';
import { positionOf, readStream, type StreamOptions } from './stream.ts';
import type { ClientOptions } from './transport.ts';

export type FollowOptions = StreamOptions;

/** `position` belongs to the message: with it as `after` another stream goes on behind it. */
export type TaskMessage =
  | { readonly kind: 'snapshot'; readonly position: number; readonly task: Task }
  | { readonly kind: 'event'; readonly position: number; readonly event: CloudEvent };

export type EventMessage =
  | { readonly kind: 'snapshot'; readonly position: number; readonly services: readonly Service[] }
  | { readonly kind: 'event'; readonly position: number; readonly event: CloudEvent };

/** A task until it is closed: a snapshot (unless `after` is given), then every event once, in order. */
export async function* followTask(
  client: ClientOptions,
  id: string,
  options: FollowOptions = {},
): AsyncGenerator<TaskMessage, void> {
  const path = `/tasks/${encodeURIComponent(id)}/events`;
  for await (const message of readStream(client, path, options)) {
    if (message.event === 'snapshot') {
      const task = parse<Task>(message);
      yield { kind: 'snapshot', position: positionOf(message), task };
      if (closedStatuses.has(task.status)) return;
    } else {
      const event = parse<CloudEvent>(message);
      yield { kind: 'event', position: positionOf(message), event };
      if (event.type === 'showrunner.task.closed') return;
    }
  }
}

/** All events, or those of one task or service, until the signal. Without `after` it begins with a snapshot. */
export async function* followEvents(
  client: ClientOptions,
  { task, service, ...options }: FollowOptions & { readonly task?: string; readonly service?: string } = {},
): AsyncGenerator<EventMessage, void> {
  const query = new URLSearchParams({
    ...(task === undefined ? {} : { task }),
    ...(service === undefined ? {} : { service }),
  });
  for await (const message of readStream(client, `/events/stream?${query}`, options)) {
    const position = positionOf(message);
    if (message.event !== 'snapshot') yield { kind: 'event', position, event: parse<CloudEvent>(message) };
    else yield { kind: 'snapshot', position, ...parse<{ services: Service[] }>(message) };
  }
}

const closedStatuses: ReadonlySet<string> = new Set<Task['status']>([
  'succeeded',
  'failed',
  'cancelled',
  'timed-out',
  'terminated',
]);

/** The API documents what each message holds; its types are generated from there. */
function parse<Content>(message: EventSourceMessage): Content {
  return JSON.parse(message.data) as Content;
}
