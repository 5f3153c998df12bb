import type { Transaction } from 'kysely';
import type { ServiceId } from '#domain/ids.ts';
import { required } from '#domain/reach.ts';
import type { Service } from '#domain/service.ts';
import { isTombstone, isUnbegun } from './claim-rules.ts';
import { buryUnbegun, lockService, lockServices, requiredBy, updateService } from './service-rows.ts';
import { missing } from './service-rules.ts';
import type { Tables } from './tables.ts';

/**
 * The lock on the row is what an install claim of a consumer takes as well: of the two, the second sees what the first
 * did, and is refused.
 */
export async function claimUninstall(transaction: Transaction<Tables>, id: ServiceId): Promise<Service> {
  const found = await lockService(transaction, id);
  if (found === undefined || isTombstone(found.service)) throw missing(id);
  const { service } = found;
  if (service.desired === 'absent') return service;
  const consumers = await requiredBy(transaction, id);
  if (consumers.length > 0) throw required(id, consumers);
  if (isUnbegun(service)) await buryUnbegun(transaction, service);
  else {
    const revision = service.revision + 1;
    await updateService(transaction, id, { desired: 'absent', desired_before: service.desired, revision });
  }
  return (await lockService(transaction, id))?.service ?? service;
}

/** Returns the providers that were only there for the consumer. */
export async function withdrawEdges(
  transaction: Transaction<Tables>,
  consumer: ServiceId,
): Promise<readonly ServiceId[]> {
  const providers = await providersOf(transaction, consumer);
  const locked = await lockServices(transaction, [consumer, ...providers]);
  await transaction.deleteFrom('requires_edges').where('consumer', '=', consumer).execute();
  const unrequired: ServiceId[] = [];
  for (const id of providers) {
    const service = locked.get(id)?.service;
    if (service === undefined || service.desired === 'absent' || service.origin === 'request') continue;
    if ((await requiredBy(transaction, id)).length === 0) unrequired.push(id);
  }
  return unrequired;
}

async function providersOf(
  transaction: Transaction<Tables>,
  consumer: ServiceId,
): Promise<readonly ServiceId[]> {
  const edges = await transaction
    .selectFrom('requires_edges')
    .select('provider')
    .distinct()
    .where('consumer', '=', consumer)
    .orderBy('provider')
    .execute();
  return edges.map(({ provider }) => provider);
}
