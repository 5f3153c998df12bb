import { sql, type Transaction } from 'kysely';
import type { DomainError } from '#domain/errors.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { RequiresEdge } from '#domain/service.ts';
import type { InstallClaim, ServiceDraft } from '#ports/service-store.ts';
import { claimPorts } from './claim-ports.ts';
import { type DraftDecision, decideDraft, edgeFaults, isUnbegun, throwRefusals } from './claim-rules.ts';
import type { OwnedService } from './service-rules.ts';
import { inLockOrder, lockService, releaseHoldings, updateService } from './service-rows.ts';
import type { Tables } from './tables.ts';

/**
 * One transaction: locks every row that the claim touches in order of ids, so that it neither deadlocks with another claim nor
 * passes an uninstall of a provider unseen. All refusals are collected before any is thrown.
 */
export async function claimInstall(
  transaction: Transaction<Tables>,
  claim: InstallClaim,
): Promise<{ readonly created: readonly ServiceId[] }> {
  const locked = await lockAll(transaction, claim);
  const decided = claim.services.map((draft) => ({
    draft,
    found: locked.get(draft.id),
    decision: decideDraft(locked.get(draft.id), draft),
  }));
  const refusals = decided.flatMap(({ decision }) => (decision.kind === 'refuse' ? [decision.error] : []));
  for (const entry of decided) await apply(transaction, claim.id, entry);
  const fresh = decided.filter(({ decision }) => isFresh(decision)).map(({ draft }) => draft);
  const ports = await claimPorts(transaction, fresh);
  throwRefusals([...refusals, ...edgeFaults(claim, locked), ...ports]);
  for (const edge of claim.edges) await joinEdge(transaction, claim.id, edge);
  return { created: await createdBy(transaction, claim.id) };
}

interface DecidedDraft {
  readonly draft: ServiceDraft;
  readonly found: OwnedService | undefined;
  readonly decision: DraftDecision;
}

/** Rows of drafts are inserted where they are missing: an insert waits for another claim that inserts the same id. */
async function lockAll(
  transaction: Transaction<Tables>,
  { services, edges }: InstallClaim,
): Promise<ReadonlyMap<ServiceId, OwnedService>> {
  const drafts = new Map(services.map((draft) => [draft.id, draft]));
  const ids = [...drafts.keys(), ...edges.flatMap(({ consumer, provider }) => [consumer, provider])];
  const found = new Map<ServiceId, OwnedService>();
  for (const id of inLockOrder(ids)) {
    const draft = drafts.get(id);
    if (draft !== undefined && (await insert(transaction, draft))) continue;
    const service = await lockService(transaction, id);
    if (service !== undefined) found.set(id, service);
  }
  return found;
}

async function insert(transaction: Transaction<Tables>, draft: ServiceDraft): Promise<boolean> {
  const inserted = await transaction
    .insertInto('services')
    .values({ id: draft.id, ...freshValues(draft), revision: 1 })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

function freshValues(draft: ServiceDraft) {
  return {
    definition: JSON.stringify(draft.definition),
    category: draft.definition.category,
    host: draft.host,
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

async function apply(
  transaction: Transaction<Tables>,
  claim: string,
  { draft, found, decision }: DecidedDraft,
): Promise<void> {
  const revision = (found?.service.revision ?? 0) + 1;
  switch (decision.kind) {
    case 'create':
      return hold(transaction, { claim, service_id: draft.id, made: true, before: null, revision });
    case 'revive':
      await releaseHoldings(transaction, draft.id);
      await updateService(transaction, draft.id, { ...freshValues(draft), revision });
      return hold(transaction, { claim, service_id: draft.id, made: true, before: null, revision });
    case 'change':
      return change(transaction, claim, { draft, found, decision });
    case 'join':
      if (found === undefined || !isUnbegun(found.service)) return;
      return hold(transaction, { claim, service_id: draft.id, made: false, before: null, revision: revision - 1 });
    case 'refuse':
  }
}
