import type { LoggedEvent } from '#contracts/events.ts';
import type { EventQuery } from '#ports/event-log.ts';
import type { Ports } from '../ports.ts';

export interface EventPage {
  readonly events: readonly LoggedEvent[];
  /** Where the next page begins. */
  readonly position: number;
  readonly more: boolean;
}

/** Error: `position-gone`. */
export async function listEvents(ports: Pick<Ports, 'events'>, query: EventQuery): Promise<EventPage> {
  const events = await ports.events.read({ ...query, limit: query.limit + 1 });
  const page = events.slice(0, query.limit);
  return {
    events: page,
    position: page.at(-1)?.position ?? query.after,
    more: events.length > page.length,
  };
}
