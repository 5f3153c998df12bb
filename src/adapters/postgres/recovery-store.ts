import type { Kysely, Transaction } from 'kysely';
import type { NewEvent } from '#contracts/events.ts';
import type { ServiceId } from '#domain/ids.ts';
import { newRecovery } from '#domain/recovery/recovery.ts';
import type { KeptRecovery, MaintenanceWindow, RecoveryStore } from '#ports/recovery-store.ts';
import { appendEvents } from './append-events.ts';
import type { Database } from './database.ts';
import { toRecovery, toRecoveryRow, toWindow } from './recovery-rows.ts';
import type { Tables } from './tables.ts';

/** What recovery remembers, in Postgres. */
export function createRecoveryStore(database: Database): RecoveryStore {
  return {
    get: (service) => database.query((connection) => get(connection, service)),
    save: (service, after, events) =>
      database.transaction((transaction) => save(transaction, service, after, events)),
    waitingFor: (service) => database.query((connection) => waitingFor(connection, service)),
    putWindow: (window) => database.query((connection) => putWindow(connection, window)),
    removeWindow: (id) => database.query((connection) => removeWindow(connection, id)),
    windows: (now) => database.query((connection) => windows(connection, now)),
    windowOf: (service, now) => database.query((connection) => windowOf(connection, service, now)),
  };
}

async function get(connection: Kysely<Tables>, service: ServiceId): Promise<KeptRecovery> {
  const row = await connection
    .selectFrom('recoveries')
    .selectAll()
    .where('service_id', '=', service)
    .executeTakeFirst();
  return row === undefined ? { recovery: newRecovery, revision: 0 } : toRecovery(row);
}

async function save(
  transaction: Transaction<Tables>,
  service: ServiceId,
  after: KeptRecovery,
  events: readonly NewEvent[],
): Promise<void> {
  const values = toRecoveryRow(after);
  const kept = await transaction
    .insertInto('recoveries')
    .values({ service_id: service, ...values })
    .onConflict((conflict) =>
      conflict.column('service_id').doUpdateSet(values).where('recoveries.revision', '=', after.revision),
    )
    .returning('service_id')
    .executeTakeFirst();
  if (kept !== undefined) await appendEvents(transaction, events);
}

async function waitingFor(connection: Kysely<Tables>, service: ServiceId): Promise<readonly ServiceId[]> {
  const rows = await connection
    .selectFrom('recoveries')
    .select('service_id')
    .where('waits_for', '=', service)
    .orderBy('service_id')
    .execute();
  return rows.map(({ service_id: id }) => id);
}

async function putWindow(
  connection: Kysely<Tables>,
  { id, service, startsAt, endsAt, reason }: MaintenanceWindow,
): Promise<void> {
  const values = { service_id: service ?? null, starts_at: startsAt, ends_at: endsAt, reason };
  await connection
    .insertInto('maintenance_windows')
    .values({ id, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
}

async function removeWindow(connection: Kysely<Tables>, id: string): Promise<void> {
  await connection.deleteFrom('maintenance_windows').where('id', '=', id).execute();
}

async function windows(connection: Kysely<Tables>, now: string): Promise<readonly MaintenanceWindow[]> {
  const rows = await connection
    .selectFrom('maintenance_windows')
    .selectAll()
    .where('ends_at', '>', new Date(now))
    .orderBy('starts_at')
    .orderBy('id')
    .execute();
  return rows.map(toWindow);
}

async function windowOf(
  connection: Kysely<Tables>,
  service: ServiceId,
  now: string,
): Promise<MaintenanceWindow | undefined> {
  const row = await connection
    .selectFrom('maintenance_windows')
    .selectAll()
    .where('starts_at', '<=', new Date(now))
    .where('ends_at', '>', new Date(now))
    .where(({ or, eb }) => or([eb('service_id', 'is', null), eb('service_id', '=', service)]))
    .orderBy('ends_at', 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : toWindow(row);
}
