import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Whose stop took a service along, so that one start brings both back. */
export const operations: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table services add column stopped_with text collate "C"`.execute(db);
  },
};
