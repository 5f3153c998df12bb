import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What recovery remembers of each service, when it is to keep still, and when an operation last let go of a row. */
export const recovery: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  'alter table services add column released_at timestamptz(3)',
  `create table recoveries (
    service_id text collate "C" primary key references services on delete cascade,
    failures integer not null,
    opened_at timestamptz(3),
    next_try_at timestamptz(3),
    well_since timestamptz(3),
    trouble jsonb,
    restarts jsonb not null,
    held jsonb,
    waits_for text collate "C",
    alerts jsonb not null,
    applied text,
    revision integer not null
  )`,
  'create index recoveries_waits_for on recoveries (waits_for) where waits_for is not null',
  `create table maintenance_windows (
    id text collate "C" primary key,
    service_id text collate "C" references services on delete cascade,
    starts_at timestamptz(3) not null,
    ends_at timestamptz(3) not null,
    reason text not null,
    check (starts_at < ends_at)
  )`,
  'create index maintenance_windows_end on maintenance_windows (ends_at)',
];
