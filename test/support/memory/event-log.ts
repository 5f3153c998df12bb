import type { LoggedEvent, NewEvent } from '#contracts/events.ts';
import { DomainError } from '#domain/errors.ts';
import type { EventLog, EventQuery, LatestQuery } from '#ports/event-log.ts';
import { createAvailability, type Outage } from './availability.ts';
import { copy } from './copy.ts';

export interface MemoryEventLog extends EventLog {
  readonly outage: Outage;
  prune(): Promise<number>;
  /** Every event that is kept, for assertions. */
  all(): readonly LoggedEvent[];
  /** True when an event with this id was ever appended and is kept. */
  has(id: string): boolean;
  /** For a fake that appends within a transaction of its own. */
  appendNow(events: readonly NewEvent[]): void;
}

export interface MemoryRetention {
  readonly retentionCount?: number;
  readonly retentionAgeMs?: number;
}

/** The event log in memory. Listeners are told in a later turn, as a commit's notification would come. */
export function createMemoryEventLog(retention: MemoryRetention = {}): MemoryEventLog {
  const availability = createAvailability('database-unreachable', 'The memory event log');
  const listeners = new Set<{ readonly tell: (position: number) => void }>();
  let events: LoggedEvent[] = [];
  let pruned = 0;
  let head = 0;

  const has = (id: string) => events.some((event) => event.id === id);
  const appendNow = (added: readonly NewEvent[]) => {
    const before = head;
    for (const event of added) {
      head += 1;
      if (!has(event.id)) events.push({ ...copy(event), time: toMilliseconds(event.time), position: head });
    }
    if (head === before) return;
    queueMicrotask(() => {
      for (const { tell } of listeners) tell(head);
    });
  };

  return {
    outage: availability,
    all: () => copy(events),
    has,
    appendNow,
    append: (added) => availability.call(() => appendNow(added)),
    read: (query) =>
      availability.call(() => {
        assertKept(query.after, pruned, events.at(-1)?.position ?? pruned);
        return copy(events.filter((event) => matches(event, query)).slice(0, query.limit));
      }),
    latest: (query) =>
      availability.call(() => copy(events.filter((event) => isOf(event, query)).slice(-query.limit))),
    head: () => availability.call(() => events.at(-1)?.position ?? pruned),
    onAppend: (listener) =>
      availability.call(() => {
        const entry = { tell: listener };
        listeners.add(entry);
        return async () => {
          listeners.delete(entry);
        };
      }),
    prune: () =>
      availability.call(() => {
        const edge = findEdge(events, retention);
        const kept = events.filter(({ position }) => position > edge);
        const removed = events.length - kept.length;
        if (removed > 0) pruned = edge;
        events = kept;
        return removed;
      }),
  };
}

function matches(event: LoggedEvent, { after, task, service }: EventQuery): boolean {
  return (
    event.position > after &&
    (task === undefined || event.task === task) &&
    (service === undefined || event.service === service)
  );
}

function isOf(event: LoggedEvent, { service, types }: LatestQuery): boolean {
  return event.service === service && (types === undefined || types.includes(event.type));
}

function assertKept(after: number, pruned: number, head: number): void {
  if (after === 0 || (after >= pruned && after <= head)) return;
  throw new DomainError('position-gone', `The log holds positions ${pruned} to ${head}, not ${after}.`);
}

function findEdge(
  events: readonly LoggedEvent[],
  { retentionCount, retentionAgeMs }: MemoryRetention,
): number {
  const surplus = retentionCount === undefined ? undefined : events.at(-retentionCount - 1)?.position;
  if (retentionAgeMs === undefined) return surplus ?? 0;
  const since = Date.now() - retentionAgeMs;
  const young = events.findIndex(({ time }) => Date.parse(time) >= since);
  const old = young === -1 ? events.at(-1) : events[young - 1];
  return Math.max(surplus ?? 0, old?.position ?? 0);
}

/** Postgres keeps whole milliseconds. */
function toMilliseconds(time: string): string {
  return new Date(time).toISOString();
}
