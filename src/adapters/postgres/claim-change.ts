import { sql, type Transaction } from 'kysely';
import type { ServiceId } from '#domain/ids.ts';
import type { Service } from '#domain/service.ts';
import type { ChangeClaim } from '#ports/service-store.ts';
import { changedRow } from './claim-rules.ts';
import { lockService, updateService } from './service-rows.ts';
import { missing } from './service-rules.ts';
import type { Tables } from './tables.ts';

/** Writes what the row is to say, and keeps what it said. */
export async function claimChange(
  transaction: Transaction<Tables>,
  claim: ChangeClaim,
): Promise<Service | 'outdated'> {
  const found = await lockService(transaction, claim.service);
  if (found === undefined) throw missing(claim.service);
  const next = changedRow(found, claim);
  if (next === 'outdated') return next;
  const { settings, sealed, definition, previous, revision } = next;
  await updateService(transaction, claim.service, {
    settings: JSON.stringify(settings),
    sealed: JSON.stringify(sealed),
    definition: JSON.stringify(definition),
    category: definition.category,
    previous: previous === undefined ? null : JSON.stringify(previous),
    revision,
  });
  return next;
}

/** Puts back what a change that no run has begun had written. */
export async function withdrawChange(transaction: Transaction<Tables>, id: ServiceId): Promise<void> {
  await transaction
    .updateTable('services')
    .set(({ eb }) => ({
      settings: sql`previous->'settings'`,
      definition: sql`previous->'definition'`,
      sealed: '{}',
      previous: null,
      revision: eb('revision', '+', 1),
    }))
    .where('id', '=', id)
    .where('previous', 'is not', null)
    .where('held', '=', false)
    .execute();
}
