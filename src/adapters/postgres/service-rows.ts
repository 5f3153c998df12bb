import type { Kysely, Selectable, Transaction, UpdateObject } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { ServiceId } from '#domain/ids.ts';
import type { PublishedPort, RequiresEdge, Service } from '#domain/service.ts';
import { without } from '#domain/service-change.ts';
import type { OwnedService } from './service-rules.ts';
import type { RequiresEdgeTable, ServiceTable, Tables } from './tables.ts';

/** Every service with its ports, to be narrowed and ordered by the caller. */
export function selectServices(connection: Kysely<Tables>) {
  return connection
    .selectFrom('services')
    .selectAll('services')
    .select(({ selectFrom }) =>
      jsonArrayFrom(
        selectFrom('service_ports')
          .select(['container', 'protocol', 'port as host'])
          .whereRef('service_id', '=', 'services.id')
          .orderBy('container')
          .orderBy('protocol'),
      ).as('ports'),
    );
}

/**
 * Locks the row until the transaction ends, then reads it. Two statements: while it waits, a statement that locks goes on
 * seeing the other tables as they were when it began.
 */
export async function lockService(
  transaction: Transaction<Tables>,
  id: ServiceId,
): Promise<OwnedService | undefined> {
  const locked = await transaction
    .selectFrom('services')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (locked === undefined) return undefined;
  const row = await selectServices(transaction).where('id', '=', id).executeTakeFirstOrThrow();
  return toOwned(row);
}

/** Locks several rows, always in order of their ids, so that two transactions never wait for each other. */
export async function lockServices(
  transaction: Transaction<Tables>,
  ids: Iterable<ServiceId>,
): Promise<ReadonlyMap<ServiceId, OwnedService>> {
  const found = new Map<ServiceId, OwnedService>();
  for (const id of inLockOrder(ids)) {
    const service = await lockService(transaction, id);
    if (service !== undefined) found.set(id, service);
  }
  return found;
}

export function inLockOrder(ids: Iterable<ServiceId>): readonly ServiceId[] {
  return [...new Set(ids)].toSorted();
}

export async function updateService(
  transaction: Transaction<Tables>,
  id: ServiceId,
  values: UpdateObject<Tables, 'services'>,
): Promise<void> {
  await transaction.updateTable('services').set(values).where('id', '=', id).execute();
}

type ServiceRow = Selectable<ServiceTable> & { readonly ports: readonly PublishedPort[] };

export function toOwned(row: ServiceRow): OwnedService {
  const { held, released_at: released } = row;
  const owned = { service: toService(row), held };
  return released === null ? owned : { ...owned, releasedAt: released.toISOString() };
}

export function toService(row: ServiceRow): Service {
  const { id, definition, host, desired, status, health, settings, sealed, ports, links, origin, revision } =
    row;
  const { workflow_id: workflowId, run_id: runId } = row;
  return {
    id,
    definition,
    host,
    desired,
    status,
    health,
    since: row.since.toISOString(),
    settings,
    sealed,
    ports,
    links,
    origin,
    revision,
    ...(row.placement === null || row.placement === undefined ? {} : { placement: row.placement }),
    ...(row.previous === null || row.previous === undefined ? {} : { previous: row.previous }),
    ...(row.stopped_with === null ? {} : { stoppedWith: row.stopped_with }),
    ...(workflowId === null || runId === null ? {} : { run: { workflowId, runId } }),
  };
}

export function toEdge(row: Selectable<RequiresEdgeTable>): RequiresEdge {
  const { consumer, provider, capability, optional, via } = row;
  return { consumer, provider, capability, optional, via };
}

/** Who would break without the service: consumers that are not optional. */
export async function requiredBy(
  connection: Kysely<Tables>,
  provider: ServiceId,
): Promise<readonly ServiceId[]> {
  const edges = await connection
    .selectFrom('requires_edges')
    .select('consumer')
    .distinct()
    .where('provider', '=', provider)
    .where('consumer', '!=', provider)
    .where('optional', '=', false)
    .orderBy('consumer')
    .execute();
  return edges.map(({ consumer }) => consumer);
}

/** Frees what a service holds once it is gone: host ports, its edges as a consumer, claims. */
export async function releaseHoldings(transaction: Transaction<Tables>, id: ServiceId): Promise<void> {
  await transaction.deleteFrom('service_ports').where('service_id', '=', id).execute();
  await transaction.deleteFrom('requires_edges').where('consumer', '=', id).execute();
  await transaction.deleteFrom('service_claims').where('service_id', '=', id).execute();
}

/** Frees the host ports that the row no longer has. */
export async function releasePorts(
  transaction: Transaction<Tables>,
  { id, ports }: Service,
  next: Service,
): Promise<void> {
  for (const { protocol, host } of without(ports, next.ports)) {
    await transaction
      .deleteFrom('service_ports')
      .where('service_id', '=', id)
      .where('protocol', '=', protocol)
      .where('port', '=', host)
      .execute();
  }
}

/** Makes a claimed row that no run has begun a tombstone. */
export async function buryUnbegun(transaction: Transaction<Tables>, service: Service): Promise<void> {
  await releaseHoldings(transaction, service.id);
  await updateService(transaction, service.id, {
    desired: 'absent',
    sealed: '{}',
    revision: service.revision + 1,
  });
}
