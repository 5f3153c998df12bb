import type { Transaction } from 'kysely';
import type { ServiceId } from '#domain/ids.ts';
import type { Service } from '#domain/service.ts';
import type { ChangeClaim } from '#ports/service-store.ts';
import { addedPorts, changedRow, withdrawnRow } from './change-rules.ts';
import { claimPorts } from './claim-ports.ts';
import { throwRefusals } from './claim-rules.ts';
import { lockService, releasePorts, updateService } from './service-rows.ts';
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
  const { id, host } = found.service;
  throwRefusals(await claimPorts(transaction, [{ id, host, ports: addedPorts(found.service, claim) }]));
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
export async function withdrawChange(
  transaction: Transaction<Tables>,
  id: ServiceId,
  claim?: string,
): Promise<void> {
  const found = await lockService(transaction, id);
  const next = found === undefined ? undefined : withdrawnRow(found, claim);
  if (found === undefined || next === undefined) return;
  const { settings, definition, sealed, revision } = next;
  await releasePorts(transaction, found.service, next);
  await updateService(transaction, id, {
    settings: JSON.stringify(settings),
    sealed: JSON.stringify(sealed),
    definition: JSON.stringify(definition),
    category: definition.category,
    previous: null,
    revision,
  });
}
