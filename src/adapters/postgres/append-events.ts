import { sql, type Transaction } from 'kysely';
import type { NewEvent } from '#contracts/events.ts';
import type { Tables } from './tables.ts';

/** Carries positions, nothing else: a notification may be lost, and has no room for an event. */
export const eventChannel = 'showrunner_events';

/**
 * Appends within the caller's transaction. All writers take one lock and hold it until they have committed, so positions
 * are given in the order of commits and a reader never finds a smaller one later. Take it last: whoever holds it waits for nobody.
 */
export async function appendEvents(
  transaction: Transaction<Tables>,
  events: readonly NewEvent[],
): Promise<void> {
  if (events.length === 0) return;
  await sql`select pg_advisory_xact_lock(${appendLock})`.execute(transaction);
  const appended = await transaction
    .insertInto('events')
    .values(events.map(toRow))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('position')
    .execute();
  if (appended.length === 0) return;
  const newest = Math.max(...appended.map(({ position }) => position));
  await sql`select pg_notify(${eventChannel}, ${String(newest)})`.execute(transaction);
}

/** Any number that no other use of advisory locks in this database has. */
const appendLock = 732_001;

function toRow(event: NewEvent) {
  return {
    id: event.id,
    type: event.type,
    time: event.time,
    correlation_id: event.correlationId,
    task_id: event.task ?? null,
    service_id: event.service ?? null,
    data: JSON.stringify(event.data),
  };
}
