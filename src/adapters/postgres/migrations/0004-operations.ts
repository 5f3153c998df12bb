import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Whose stop took a service along, so that one start brings both back; and what a row said before a change under way. */
export const operations: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`alter table services add column stopped_with text collate "C", add column previous jsonb`.execute(
      db,
    );
  },
};
