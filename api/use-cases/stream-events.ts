import type { LoggedEvent } from '#contracts/events.ts';
import type { ApiContext } from '../context.ts';
import type { FollowRequest } from '../events/feed.ts';
import type { ServiceView } from './service-view.ts';
import { listServices } from './services.ts';

/** What a follower of all events is told. */
export type EventNews =
  | { readonly kind: 'snapshot'; readonly services: readonly ServiceView[]; readonly position: number }
  | { readonly kind: 'event'; readonly event: LoggedEvent }
  | { readonly kind: 'silence' };

export interface StreamEventsRequest extends Omit<FollowRequest, 'after'> {
  readonly after: number | undefined;
}

/** Who begins gets a snapshot, whose position is read before its content: an event may repeat what it says, none is missed. */
export async function* streamEvents(
  { ports, feed }: ApiContext,
  request: StreamEventsRequest,
): AsyncGenerator<EventNews, void> {
  const after = request.after ?? (await ports.events.head());
  if (request.after === undefined) {
    yield { kind: 'snapshot', services: await listServices(ports), position: after };
  }
  for await (const events of feed.follow({ ...request, after })) {
    if (events.length === 0) yield { kind: 'silence' };
    for (const event of events) yield { kind: 'event', event };
  }
}
