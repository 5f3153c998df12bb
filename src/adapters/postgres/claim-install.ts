import type { Transaction } from 'kysely';
import { DomainError } from '#domain/errors.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { InstallClaim, ServiceDraft } from '#ports/service-store.ts';
import { applyDraft, insertDraft } from './claim-drafts.ts';
import { joinEdge } from './claim-edges.ts';
import { holdHosts } from './claim-hosts.ts';
import { claimPorts } from './claim-ports.ts';
import { decideDraft, edgeFaults, throwRefusals } from './claim-rules.ts';
import { inLockOrder, lockService } from './service-rows.ts';
import type { OwnedService } from './service-rules.ts';
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
    decision: decideDraft(locked.get(draft.id), draft),
  }));
  const refused = decided.flatMap(({ decision }) => (decision.kind === 'refuse' ? [decision.error] : []));
  for (const { draft, decision } of decided) await applyDraft(transaction, claim.id, draft, decision);
  const fresh = decided.filter(({ decision }) => decision.kind === 'create' || decision.kind === 'revive');
  const made = fresh.map(({ draft }) => draft);
  const homeless = await holdHosts(transaction, made);
  const taken = await claimPorts(transaction, made);
  throwRefusals([...refused, ...homeless, ...edgeFaults(claim, (id) => locked.get(id)), ...taken]);
  for (const edge of claim.edges) await joinEdge(transaction, claim.id, edge);
  return { created: await createdBy(transaction, claim.id) };
}

async function lockAll(
  transaction: Transaction<Tables>,
  { services, edges }: InstallClaim,
): Promise<ReadonlyMap<ServiceId, OwnedService>> {
  const drafts = new Map(services.map((draft) => [draft.id, draft]));
  const ids = [...drafts.keys(), ...edges.flatMap(({ consumer, provider }) => [consumer, provider])];
  const found = new Map<ServiceId, OwnedService>();
  for (const id of inLockOrder(ids)) {
    const draft = drafts.get(id);
    const service =
      draft === undefined ? await lockService(transaction, id) : await insertOrLock(transaction, draft);
    if (service !== undefined) found.set(id, service);
  }
  return found;
}

/**
 * Nothing when the row is new. The insert waits for another claim that is inserting the same id; only a row that is withdrawn
 * between the two statements needs a second look.
 */
async function insertOrLock(
  transaction: Transaction<Tables>,
  draft: ServiceDraft,
): Promise<OwnedService | undefined> {
  for (let look = 0; look < 3; look += 1) {
    if (await insertDraft(transaction, draft)) return undefined;
    const found = await lockService(transaction, draft.id);
    if (found !== undefined) return found;
  }
  throw new DomainError('service-busy', `${draft.id} is being claimed and withdrawn by others.`, {
    data: { service: draft.id },
  });
}

async function createdBy(transaction: Transaction<Tables>, claim: string): Promise<readonly ServiceId[]> {
  const rows = await transaction
    .selectFrom('service_claims')
    .select('service_id')
    .where('claim', '=', claim)
    .where('made', '=', true)
    .orderBy('service_id')
    .execute();
  return rows.map((row) => row.service_id);
}
