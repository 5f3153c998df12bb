import { sql, type Transaction } from 'kysely';
import type { ServiceId } from '#domain/ids.ts';
import type { DesiredState } from '#domain/lifecycle.ts';
import { claimed, type ReachRequest, reachOf } from '#domain/reach.ts';
import type { RequiresEdge, Service } from '#domain/service.ts';
import type { OperationClaim } from '#ports/service-store.ts';
import { lockService, lockServices, toEdge, updateService } from './service-rows.ts';
import { busy, type OwnedService } from './service-rules.ts';
import type { Tables } from './tables.ts';

/** All rows that may be touched are locked first; whoever claims one of them at the same time sees what this one did. */
export async function claimOperation(
  transaction: Transaction<Tables>,
  request: ReachRequest,
): Promise<OperationClaim> {
  const edges = await edgesAround(transaction, request.service);
  const followers = await stoppedWith(transaction, request.service);
  const near = edges.flatMap(({ consumer, provider }) => [consumer, provider]);
  const locked = await lockServices(transaction, [request.service, ...near, ...followers]);
  const asked = locked.get(request.service);
  if (asked?.held === true) throw busy(asked.service);
  const rows = new Map([...locked].map(([id, { service }]) => [id, service]));
  const reached = reachOf(request, rows, edges).flatMap((id) => locked.get(id) ?? []);
  const services: Service[] = [];
  for (const one of reached) services.push(await claim(transaction, one, request));
  return { services, edges };
}

/** Takes back what a claim wanted, of those services at which no run has begun. */
export async function withdrawDesired(
  transaction: Transaction<Tables>,
  ids: readonly ServiceId[],
): Promise<void> {
  await transaction
    .updateTable('services')
    .set(({ ref, eb }) => ({
      desired: ref('desired_before').$notNull(),
      desired_before: null,
      stopped_with: null,
      revision: eb('revision', '+', 1),
    }))
    .where('id', 'in', [...ids])
    .where('desired_before', 'is not', null)
    .where('status', 'not in', ['absent', 'uninstalling'])
    .execute();
}

async function claim(
  transaction: Transaction<Tables>,
  { service, held }: OwnedService,
  request: ReachRequest,
): Promise<Service> {
  if (held) throw busy(service);
  const next = claimed(service, request);
  if (next === service) return service;
  await updateService(transaction, service.id, {
    desired: next.desired,
    // Of a claim that is made again, what was wanted before the first.
    desired_before: sql<DesiredState>`coalesce(desired_before, ${service.desired})`,
    stopped_with: next.stoppedWith ?? null,
    revision: service.revision + 1,
  });
  return (await lockService(transaction, service.id))?.service ?? service;
}

/** Everything that requires the service, directly or through others; a graph without cycles, so the walk ends. */
async function edgesAround(
  transaction: Transaction<Tables>,
  root: ServiceId,
): Promise<readonly RequiresEdge[]> {
  const found: RequiresEdge[] = [];
  const seen = new Set<ServiceId>([root]);
  let providers: readonly ServiceId[] = [root];
  while (providers.length > 0) {
    const rows = await transaction
      .selectFrom('requires_edges')
      .selectAll()
      .where('provider', 'in', [...providers])
      .orderBy('consumer')
      .orderBy('provider')
      .execute();
    found.push(...rows.map(toEdge));
    providers = [...new Set(rows.map(({ consumer }) => consumer))].filter((id) => !seen.has(id));
    for (const id of providers) seen.add(id);
  }
  return found;
}

async function stoppedWith(transaction: Transaction<Tables>, root: ServiceId): Promise<readonly ServiceId[]> {
  const rows = await transaction
    .selectFrom('services')
    .select('id')
    .where('stopped_with', '=', root)
    .execute();
  return rows.map(({ id }) => id);
}
