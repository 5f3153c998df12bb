import { type Kysely, sql } from 'kysely';
import type { ServiceId } from '#domain/ids.ts';
import { isTransient, serviceStatuses } from '#domain/lifecycle.ts';
import type { RequiresEdge, Service } from '#domain/service.ts';
import type { ServiceFilter, ServiceStore } from '#ports/service-store.ts';
import { claimChange, withdrawChange } from './claim-change.ts';
import { claimInstall } from './claim-install.ts';
import { claimOperation, withdrawDesired } from './claim-operation.ts';
import { claimUninstall, withdrawEdges } from './claim-uninstall.ts';
import type { Database } from './database.ts';
import { selectServices, toEdge, toService } from './service-rows.ts';
import type { Tables } from './tables.ts';
import { report, transition } from './transition.ts';
import { withdrawClaim } from './withdraw-claim.ts';

/** Desired state and what is known of it, in Postgres. */
export function createServiceStore(database: Database): ServiceStore {
  return {
    get: (id) => database.query((connection) => get(connection, id)),
    list: (filter = {}) => database.query((connection) => list(connection, filter)),
    edges: (id) => database.query((connection) => edges(connection, id)),
    claimInstall: (claim) => database.transaction((transaction) => claimInstall(transaction, claim)),
    claimUninstall: (id) => database.transaction((transaction) => claimUninstall(transaction, id)),
    withdrawClaim: (claim) => database.transaction((transaction) => withdrawClaim(transaction, claim)),
    claimOperation: (request) => database.transaction((transaction) => claimOperation(transaction, request)),
    claimChange: (claim) => database.transaction((transaction) => claimChange(transaction, claim)),
    withdrawChange: (id, claim) =>
      database.transaction((transaction) => withdrawChange(transaction, id, claim)),
    withdrawDesired: (ids) => database.transaction((transaction) => withdrawDesired(transaction, ids)),
    withdrawEdges: (id) => database.transaction((transaction) => withdrawEdges(transaction, id)),
    transition: (change) => database.transaction((transaction) => transition(transaction, change)),
    report: (change) => database.transaction((transaction) => report(transaction, change)),
    clearSealed: (id, names) => database.query((connection) => clearSealed(connection, id, names)),
    transient: () =>
      database.query((connection) => list(connection, { status: serviceStatuses.filter(isTransient) })),
  };
}

async function get(connection: Kysely<Tables>, id: ServiceId): Promise<Service | undefined> {
  const row = await selectServices(connection).where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toService(row);
}

async function list(connection: Kysely<Tables>, filter: ServiceFilter): Promise<readonly Service[]> {
  let services = selectServices(connection).where(({ or, eb }) =>
    or([eb('status', '!=', 'absent'), eb('desired', '!=', 'absent')]),
  );
  if (filter.status !== undefined) services = services.where('status', '=', anyOf(filter.status));
  if (filter.health !== undefined) services = services.where('health', '=', anyOf(filter.health));
  if (filter.category !== undefined) services = services.where('category', '=', filter.category);
  if (filter.host !== undefined) services = services.where('host', '=', filter.host);
  return (await services.orderBy('id').execute()).map(toService);
}

/** Unlike `in`, it takes an empty list: nothing matches. */
function anyOf<Value>(values: readonly Value[]) {
  return sql<Value>`any(${[...values]})`;
}

async function edges(
  connection: Kysely<Tables>,
  id: ServiceId | undefined,
): Promise<readonly RequiresEdge[]> {
  let query = connection.selectFrom('requires_edges').selectAll();
  if (id !== undefined)
    query = query.where(({ or, eb }) => or([eb('consumer', '=', id), eb('provider', '=', id)]));
  const rows = await query.orderBy('consumer').orderBy('provider').orderBy('capability').execute();
  return rows.map(toEdge);
}

async function clearSealed(
  connection: Kysely<Tables>,
  id: ServiceId,
  names: readonly string[],
): Promise<void> {
  await connection
    .updateTable('services')
    .set({ sealed: sql`sealed - ${[...names]}::text[]` })
    .where('id', '=', id)
    .execute();
}
