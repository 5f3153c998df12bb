import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Alerts, what each sink was told of them, and the sinks that asked to be left alone. */
export const alerts: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table alerts (
    id text collate "C" primary key,
    service_id text collate "C" not null,
    name text collate "C" not null,
    severity text not null check (severity in ('critical', 'warning')),
    summary text not null,
    description text not null,
    raised_at timestamptz(3) not null,
    resolved_at timestamptz(3)
  )`,
  // This is what makes an alert one, whoever raises it at the same time.
  'create unique index alerts_open on alerts (service_id, name) where resolved_at is null',
  'create index alerts_raised on alerts (raised_at desc, id desc)',
  'create index alerts_resolved on alerts (resolved_at desc) where resolved_at is not null',
  `create table alert_deliveries (
    alert_id text collate "C" not null references alerts on delete cascade,
    sink text collate "C" not null,
    message text collate "C" not null check (message in ('raised', 'resolved')),
    state text not null check (state in ('due', 'delivered', 'failed', 'skipped')),
    detail text not null,
    at timestamptz(3) not null,
    settings_revision integer not null default 0,
    primary key (alert_id, sink, message)
  )`,
  "create index alert_deliveries_due on alert_deliveries (sink) where state = 'due'",
  `create table alert_sinks (
    sink text collate "C" primary key,
    settings_revision integer not null,
    reason text not null,
    at timestamptz(3) not null
  )`,
];
