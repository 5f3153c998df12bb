import { sql } from 'kysely';
import type { InstanceSettingValues } from '#domain/instance-settings.ts';
import type { SettingsStore } from '#ports/settings-store.ts';
import type { Database } from './database.ts';

/** Settings of the instance: one row. */
export function createSettingsStore(database: Database): SettingsStore {
  return {
    read: () => read(database),
    write: (values) => write(database, values),
  };
}

async function read(
  database: Database,
): Promise<{ readonly values: InstanceSettingValues; readonly revision: number }> {
  return database.query((connection) =>
    connection.selectFrom('instance_settings').select(['values', 'revision']).executeTakeFirstOrThrow(),
  );
}

/** Merged by Postgres itself, so that two writers of different settings both win. The revision grows only by a change. */
async function write(database: Database, values: InstanceSettingValues): Promise<void> {
  const added = JSON.stringify(values);
  await database.query((connection) =>
    connection
      .updateTable('instance_settings')
      .set(({ eb, ref }) => ({
        values: sql`${ref('values')} || ${added}::jsonb`,
        revision: eb('revision', '+', 1),
      }))
      .where(({ ref }) => sql<boolean>`not ${ref('values')} @> ${added}::jsonb`)
      .execute(),
  );
}
