import type { Selectable } from 'kysely';
import type { LoggedEvent } from '#contracts/events.ts';
import { DomainError } from '#domain/errors.ts';
import type { EventLog, EventQuery, LatestQuery } from '#ports/event-log.ts';
import { appendEvents } from './append-events.ts';
import type { Database } from './database.ts';
import { readEventBounds } from './event-bounds.ts';
import { createEventListener } from './event-listener.ts';
import { pruneEvents, type Retention } from './prune-events.ts';
import type { EventTable } from './tables.ts';

/** The event log in Postgres. */
export interface PostgresEventLog extends EventLog {
  /** Removes the oldest events beyond retention; returns how many. Safe when several processes do it. */
  prune(): Promise<number>;
}

export function createEventLog(database: Database, retention: Partial<Retention> = {}): PostgresEventLog {
  const listener = createEventListener(database);
  return {
    append: (events) => database.transaction((transaction) => appendEvents(transaction, events)),
    read: (query) => read(database, query),
    latest: (query) => readLatest(database, query),
    head: async () => (await readEventBounds(database)).head,
    onAppend: (listen) => listener.add(listen),
    prune: () => pruneEvents(database, { ...defaultRetention, ...retention }),
  };
}

/** Bounds the table to some 100 MB, at half a kilobyte an event. */
const defaultRetention: Retention = { retentionCount: 200_000, retentionAgeMs: 90 * 24 * 3_600_000 };

async function read(database: Database, query: EventQuery): Promise<readonly LoggedEvent[]> {
  const rows = await select(database, query);
  // Looked at afterwards: what retention takes between the two statements is then noticed, never missed.
  if (query.after > 0) await assertKept(database, query.after);
  return rows.map(toEvent);
}

async function select(database: Database, { after, limit, task, service }: EventQuery) {
  return database.query((connection) => {
    let events = connection.selectFrom('events').selectAll().where('position', '>', after);
    if (task !== undefined) events = events.where('task_id', '=', task);
    if (service !== undefined) events = events.where('service_id', '=', service);
    return events.orderBy('position').limit(limit).execute();
  });
}

/** Read backwards along the index of the service's events. */
async function readLatest(
  database: Database,
  { service, types, limit }: LatestQuery,
): Promise<readonly LoggedEvent[]> {
  const rows = await database.query((connection) => {
    let events = connection.selectFrom('events').selectAll().where('service_id', '=', service);
    if (types !== undefined) events = events.where('type', 'in', types);
    return events.orderBy('position', 'desc').limit(limit).execute();
  });
  return rows.toReversed().map(toEvent);
}

async function assertKept(database: Database, after: number): Promise<void> {
  const { pruned, head } = await readEventBounds(database);
  if (after >= pruned && after <= head) return;
  const reason =
    after < pruned
      ? `Events after position ${after} are no longer kept.`
      : `The event log ends at position ${head}; it never had ${after}.`;
  throw new DomainError('position-gone', reason, { data: { position: after, oldest: pruned, newest: head } });
}

/** The table's `type` and `data` were written together from one NewEvent, so they fit each other. */
function toEvent(row: Selectable<EventTable>): LoggedEvent {
  return {
    id: row.id,
    type: row.type,
    time: row.time.toISOString(),
    correlationId: row.correlation_id,
    ...(row.task_id === null ? {} : { task: row.task_id }),
    ...(row.service_id === null ? {} : { service: row.service_id }),
    data: row.data,
    position: row.position,
  } as LoggedEvent;
}
