import type { EventType, LoggedEvent, NewEvent } from '#contracts/events.ts';
import type { ServiceId, TaskId } from '#domain/ids.ts';

/** The event log: appends in commit order, reads by position, and tells when there is more. */
export interface EventLog {
  /** An event whose id is there already is skipped. */
  append(events: readonly NewEvent[]): Promise<void>;
  /**
   * Events after the position, oldest first; after 0, from the oldest that is kept. Error: `position-gone` when events after
   * the position are past retention, or when the log never had it.
   */
  read(query: EventQuery): Promise<readonly LoggedEvent[]>;
  /** The newest events of a service, oldest first. */
  latest(query: LatestQuery): Promise<readonly LoggedEvent[]>;
  /** Position of the newest event that there ever was; 0 for a new log. */
  head(): Promise<number>;
  /**
   * Called after commits with the newest position, and after a reconnect; positions grow. What is appended after this resolves
   * is told, so: listen first, then read. Returns the way to stop.
   */
  onAppend(listener: (position: number) => void): Promise<() => Promise<void>>;
}

/** For whoever tells and does not read. */
export type EventAppender = Pick<EventLog, 'append'>;

export interface EventQuery {
  readonly after: number;
  readonly limit: number;
  readonly task?: TaskId;
  readonly service?: ServiceId;
}

export interface LatestQuery {
  readonly service: ServiceId;
  /** Only these; all where nothing is said. */
  readonly types?: readonly EventType[];
  readonly limit: number;
}
