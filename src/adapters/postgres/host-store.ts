import { type Kysely, sql, type Transaction, type Updateable } from 'kysely';
import type { Host, HostCertificate } from '#domain/host.ts';
import type { HostId } from '#domain/ids.ts';
import type { HostStore } from '#ports/host-store.ts';
import type { Database } from './database.ts';
import { relabel, remove, report, schedule } from './host-changes.ts';
import { toHost } from './host-rows.ts';
import { certificateRefused, hostMissing, hostThere } from './host-rules.ts';
import { invite, join } from './join-host.ts';
import type { HostTable, Tables } from './tables.ts';

/** The hosts and their invitations, in Postgres. */
export function createHostStore(database: Database): HostStore {
  return {
    list: () => database.query(list),
    get: (id) => database.query((connection) => find(connection, id)),
    ensureLocal: (id, address) =>
      database.transaction((transaction) => ensureLocal(transaction, id, address)),
    invite: (invitation) => database.transaction((transaction) => invite(transaction, invitation)),
    invited: (tokenHash) => database.query((connection) => invited(connection, tokenHash)),
    join: (request) => database.transaction((transaction) => join(transaction, request)),
    renewCertificate: (id, previous, next) =>
      database.transaction((transaction) => renew(transaction, id, previous, next)),
    setCapacity: (id, { memoryBytes, processors }) =>
      database.query((connection) => update(connection, id, { memory_bytes: memoryBytes, processors })),
    setScheduling: (id, scheduling, correlationId) =>
      database.transaction((transaction) => schedule(transaction, id, scheduling, correlationId)),
    changeLabels: (id, changes) => database.transaction((transaction) => relabel(transaction, id, changes)),
    report: (told) => database.transaction((transaction) => report(transaction, told)),
    remove: (id, correlationId) =>
      database.transaction((transaction) => remove(transaction, id, correlationId)),
  };
}

async function list(connection: Kysely<Tables>): Promise<readonly Host[]> {
  const rows = await connection.selectFrom('hosts').selectAll().orderBy('id').execute();
  return rows.map(toHost);
}

async function find(connection: Kysely<Tables>, id: HostId): Promise<Host | undefined> {
  const row = await connection.selectFrom('hosts').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toHost(row);
}

async function invited(connection: Kysely<Tables>, tokenHash: string): Promise<HostId | undefined> {
  const row = await connection
    .selectFrom('host_invitations')
    .select('host_id as id')
    .where('token_hash', '=', tokenHash)
    .where('expires', '>', sql<Date>`now()`)
    .unionAll(connection.selectFrom('hosts').select('id').where('joined_with', '=', tokenHash))
    .executeTakeFirst();
  return row?.id;
}

/** Its address is the machine's matter, not a person's: the newest holds. */
async function ensureLocal(transaction: Transaction<Tables>, id: HostId, address: string): Promise<Host> {
  const row = await transaction
    .insertInto('hosts')
    .values({
      id,
      kind: 'local',
      address,
      labels: '{}',
      scheduling: 'open',
      since: new Date().toISOString(),
    })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({ address }).where('hosts.kind', '=', 'local'),
    )
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw hostThere(id);
  return toHost(row);
}

async function renew(
  transaction: Transaction<Tables>,
  id: HostId,
  previous: string,
  { fingerprint, expires }: HostCertificate,
): Promise<Host> {
  const row = await transaction
    .updateTable('hosts')
    .set({ fingerprint, certificate_expires: expires })
    .where('id', '=', id)
    .where('fingerprint', '=', previous)
    .returningAll()
    .executeTakeFirst();
  if (row !== undefined) return toHost(row);
  const host = await find(transaction, id);
  if (host?.certificate?.fingerprint === fingerprint) return host;
  throw certificateRefused(id);
}

async function update(connection: Kysely<Tables>, id: HostId, values: Updateable<HostTable>): Promise<Host> {
  const row = await connection
    .updateTable('hosts')
    .set(values)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw hostMissing(id);
  return toHost(row);
}
