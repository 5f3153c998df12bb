import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The hosts, and the invitations to become one. */
export const hosts: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table hosts (
    id text collate "C" primary key,
    kind text not null check (kind in ('local', 'joined')),
    address text not null,
    labels jsonb not null,
    scheduling text not null check (scheduling in ('open', 'draining')),
    memory_bytes bigint,
    processors integer,
    since timestamptz(3) not null,
    fingerprint text,
    certificate_expires timestamptz(3),
    joined_with text,
    reachable boolean,
    reach_since timestamptz(3),
    reach_cause text,
    check ((memory_bytes is null) = (processors is null)),
    check ((fingerprint is null) = (certificate_expires is null)),
    check ((kind = 'joined') = (fingerprint is not null)),
    check ((reachable is null) = (reach_since is null) and (reachable is null) = (reach_cause is null))
  )`,
  'create unique index hosts_fingerprint on hosts (fingerprint) where fingerprint is not null',
  `create table host_invitations (
    host_id text collate "C" primary key,
    token_hash text not null unique,
    expires timestamptz(3) not null,
    labels jsonb not null
  )`,
  'create index services_host on services (host)',
];
