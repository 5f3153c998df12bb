import type { Kysely } from 'kysely';
import type { SinkName } from '#domain/alert.ts';
import type { SwitchedOff } from '#ports/alert-store.ts';
import type { Tables } from './tables.ts';

export async function switchOff(
  connection: Kysely<Tables>,
  sink: SinkName,
  { revision, reason, at }: SwitchedOff,
): Promise<void> {
  const changed = { settings_revision: revision, reason, at };
  await connection
    .insertInto('alert_sinks')
    .values({ sink, ...changed })
    .onConflict((conflict) => conflict.column('sink').doUpdateSet(changed))
    .execute();
}

export async function switchedOff(
  connection: Kysely<Tables>,
  sink: SinkName,
): Promise<SwitchedOff | undefined> {
  const row = await connection
    .selectFrom('alert_sinks')
    .selectAll()
    .where('sink', '=', sink)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { revision: row.settings_revision, reason: row.reason, at: row.at.toISOString() };
}
