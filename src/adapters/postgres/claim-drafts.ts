import type { Insertable, Transaction } from 'kysely';
import type { Service } from '#domain/service.ts';
import type { ServiceDraft } from '#ports/service-store.ts';
import { type DraftDecision, isUnbegun, type RequestedValues } from './claim-rules.ts';
import { releaseHoldings, updateService } from './service-rows.ts';
import type { ServiceClaimTable, Tables } from './tables.ts';

/** True when there was no such row. */
export async function insertDraft(transaction: Transaction<Tables>, draft: ServiceDraft): Promise<boolean> {
  const inserted = await transaction
    .insertInto('services')
    .values({ id: draft.id, ...freshValues(draft), revision: 1 })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Does what was decided for one draft, and records the claim where there is something to take back. */
export async function applyDraft(
  transaction: Transaction<Tables>,
  claim: string,
  draft: ServiceDraft,
  decision: DraftDecision,
): Promise<void> {
  const held = { claim, service_id: draft.id, before: null };
  switch (decision.kind) {
    case 'create':
      return hold(transaction, { ...held, made: true, revision: 1 });
    case 'revive': {
      const revision = decision.service.revision + 1;
      await releaseHoldings(transaction, draft.id);
      await updateService(transaction, draft.id, { ...freshValues(draft), revision });
      return hold(transaction, { ...held, made: true, revision });
    }
    case 'change':
      return change(transaction, claim, decision.service, decision.next);
    case 'join':
      if (isUnbegun(decision.service)) {
        await hold(transaction, { ...held, made: false, revision: decision.service.revision });
      }
      return;
    case 'refuse':
      return;
  }
}

function freshValues(draft: ServiceDraft) {
  return {
    definition: JSON.stringify(draft.definition),
    category: draft.definition.category,
    host: draft.host,
    placement: draft.placement === undefined ? null : JSON.stringify(draft.placement),
    desired: 'running',
    desired_before: null,
    status: 'absent',
    health: 'unknown',
    since: new Date().toISOString(),
    settings: JSON.stringify(draft.settings),
    sealed: JSON.stringify(draft.sealed),
    links: '{}',
    origin: draft.origin,
    workflow_id: null,
    run_id: null,
    held: false,
  } as const;
}

async function change(
  transaction: Transaction<Tables>,
  claim: string,
  { id, origin, settings, sealed, revision: old }: Service,
  next: RequestedValues,
): Promise<void> {
  const revision = old + 1;
  await updateService(transaction, id, {
    origin: next.origin,
    settings: JSON.stringify(next.settings),
    sealed: JSON.stringify(next.sealed),
    revision,
  });
  const before = JSON.stringify({ origin, settings, sealed });
  await hold(transaction, { claim, service_id: id, made: false, before, revision });
}

/** A repeat of a claim leaves its first record as it is. */
async function hold(transaction: Transaction<Tables>, values: Insertable<ServiceClaimTable>): Promise<void> {
  await transaction
    .insertInto('service_claims')
    .values(values)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
