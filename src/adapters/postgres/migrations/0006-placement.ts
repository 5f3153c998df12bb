import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Why a service is on its host. */
export const placement: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table services add column placement jsonb`.execute(db);
  },
};
