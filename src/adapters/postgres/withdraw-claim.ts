import type { Transaction } from 'kysely';
import type { ServiceId } from '#domain/ids.ts';
import { leaveEdges } from './claim-edges.ts';
import { isUnbegun } from './claim-rules.ts';
import { buryUnbegun, inLockOrder, lockService, lockServices, updateService } from './service-rows.ts';
import type { Tables } from './tables.ts';

/** Takes the claim's part out of everything; rows that then nobody claims, requires or has begun go. */
export async function withdrawClaim(transaction: Transaction<Tables>, claim: string): Promise<void> {
  const ids = await touchedBy(transaction, claim);
  await lockServices(transaction, ids);
  await putBackChanges(transaction, claim);
  await transaction.deleteFrom('service_claims').where('claim', '=', claim).execute();
  await leaveEdges(transaction, claim);
  for (const id of ids) await removeUnclaimed(transaction, id);
}

async function touchedBy(transaction: Transaction<Tables>, claim: string): Promise<readonly ServiceId[]> {
  const claimed = await transaction
    .selectFrom('service_claims')
    .select('service_id')
    .where('claim', '=', claim)
    .execute();
  const edges = await transaction
    .selectFrom('requires_edges')
    .select(['consumer', 'provider'])
    .where(({ val, fn, eb }) => eb(val(claim), '=', fn.any('claims')))
    .execute();
  return inLockOrder([
    ...claimed.map((row) => row.service_id),
    ...edges.flatMap(({ consumer, provider }) => [consumer, provider]),
  ]);
}

/** Only where nothing has touched the row since. */
async function putBackChanges(transaction: Transaction<Tables>, claim: string): Promise<void> {
  const changes = await transaction
    .selectFrom('service_claims')
    .innerJoin('services', (join) =>
      join
        .onRef('services.id', '=', 'service_claims.service_id')
        .onRef('services.revision', '=', 'service_claims.revision'),
    )
    .select(['service_id', 'before', 'services.revision'])
    .where('claim', '=', claim)
    .where('before', 'is not', null)
    .execute();
  for (const { service_id: id, before, revision } of changes) {
    if (before === null) continue;
    await updateService(transaction, id, {
      origin: before.origin,
      settings: JSON.stringify(before.settings),
      sealed: JSON.stringify(before.sealed),
      revision: revision + 1,
    });
  }
}

async function removeUnclaimed(transaction: Transaction<Tables>, id: ServiceId): Promise<void> {
  const found = await lockService(transaction, id);
  if (found === undefined || !isUnbegun(found.service)) return;
  if (await isReliedOn(transaction, id)) return;
  // A revived tombstone becomes one again: it says that containers of that name are to go.
  if (found.service.revision > 1) await buryUnbegun(transaction, found.service);
  else await transaction.deleteFrom('services').where('id', '=', id).execute();
}

async function isReliedOn(transaction: Transaction<Tables>, id: ServiceId): Promise<boolean> {
  const claimed = await transaction
    .selectFrom('service_claims')
    .select('claim')
    .where('service_id', '=', id)
    .executeTakeFirst();
  if (claimed !== undefined) return true;
  const required = await transaction
    .selectFrom('requires_edges')
    .select('consumer')
    .where('provider', '=', id)
    .executeTakeFirst();
  return required !== undefined;
}
