import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Text is compared byte by byte (`collate "C"`), so that order, and the order in which rows are locked, is the same
 * everywhere. Times are whole milliseconds: JavaScript reads no finer ones, and cursors must compare equal.
 */
export const tables: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const services = `
  create table services (
    id text collate "C" primary key,
    definition jsonb not null,
    category text not null,
    host text not null,
    desired text not null check (desired in ('running', 'stopped', 'absent')),
    desired_before text check (desired_before in ('running', 'stopped', 'absent')),
    status text not null check (status in ('absent', 'installing', 'running', 'degraded', 'stopped', 'starting',
      'stopping', 'updating', 'recovering', 'uninstalling', 'failed')),
    health text not null check (health in ('healthy', 'unhealthy', 'starting', 'unknown')),
    since timestamptz(3) not null,
    settings jsonb not null,
    sealed jsonb not null,
    links jsonb not null,
    origin text not null check (origin in ('request', 'dependency')),
    revision integer not null,
    workflow_id text,
    run_id text,
    held boolean not null,
    check ((workflow_id is null) = (run_id is null)),
    check (run_id is not null or not held)
  )`;

const servicePorts = `
  create table service_ports (
    host text collate "C" not null,
    protocol text collate "C" not null check (protocol in ('tcp', 'udp')),
    port integer not null check (port between 1 and 65535),
    service_id text collate "C" not null references services on delete cascade,
    container integer not null check (container between 1 and 65535),
    primary key (host, protocol, port)
  )`;

const requiresEdges = `
  create table requires_edges (
    consumer text collate "C" not null references services on delete cascade,
    provider text collate "C" not null references services,
    capability text collate "C" not null,
    optional boolean not null,
    via text not null check (via in ('network', 'namespace')),
    claims text[] not null,
    primary key (consumer, provider, capability)
  )`;

const serviceClaims = `
  create table service_claims (
    claim text collate "C" not null,
    service_id text collate "C" not null references services on delete cascade,
    made boolean not null,
    before jsonb,
    revision integer not null,
    primary key (claim, service_id)
  )`;

const events = `
  create table events (
    position bigserial primary key,
    id text not null unique,
    type text not null,
    time timestamptz(3) not null,
    correlation_id text not null,
    task_id text,
    service_id text,
    data jsonb not null
  )`;

const tasks = `
  create table tasks (
    id text collate "C" primary key,
    operation text not null,
    service_id text,
    status text not null,
    closed_at timestamptz(3) not null,
    summary jsonb not null,
    task jsonb not null
  )`;

const statements = [
  services,
  servicePorts,
  'create index service_ports_service on service_ports (service_id)',
  requiresEdges,
  'create index requires_edges_provider on requires_edges (provider)',
  serviceClaims,
  'create index service_claims_service on service_claims (service_id)',
  events,
  'create index events_task on events (task_id, position) where task_id is not null',
  'create index events_service on events (service_id, position) where service_id is not null',
  'create table event_log (one boolean primary key default true check (one), pruned bigint not null)',
  'insert into event_log (pruned) values (0)',
  `create table idempotency_keys (
    principal text not null,
    key text not null,
    body_hash text not null,
    task_id text,
    primary key (principal, key)
  )`,
  tasks,
  'create index tasks_closed on tasks (closed_at desc, id desc)',
  'create index tasks_service on tasks (service_id, closed_at desc, id desc) where service_id is not null',
  `create table instance_settings (
    one boolean primary key default true check (one),
    values jsonb not null,
    revision integer not null
  )`,
  `insert into instance_settings (values, revision) values ('{}', 0)`,
  `create table tokens (
    hash text primary key,
    name text not null,
    scopes text[] not null,
    expires_at timestamptz(3)
  )`,
];
