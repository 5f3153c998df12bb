import type { Transaction } from 'kysely';
import { DomainError } from '#domain/errors.ts';
import type { HostId } from '#domain/ids.ts';
import type { ServiceDraft } from '#ports/service-store.ts';
import type { Tables } from './tables.ts';

/**
 * Takes a share of the hosts on which rows are made, until the transaction ends. A removal waits for it, and then sees the services;
 * what was removed before is refused. In order of ids, so that claims never wait for each other in a circle.
 */
export async function holdHosts(
  transaction: Transaction<Tables>,
  drafts: readonly ServiceDraft[],
): Promise<readonly DomainError[]> {
  const ids = [...new Set(drafts.map(({ host }) => host))];
  if (ids.length === 0) return [];
  const rows = await transaction
    .selectFrom('hosts')
    .select('id')
    .where('id', 'in', ids)
    .orderBy('id')
    .forKeyShare()
    .execute();
  const there = new Set(rows.map(({ id }) => id));
  return ids.filter((id) => !there.has(id)).map((id) => hostGone(id));
}

function hostGone(id: HostId): DomainError {
  return new DomainError('no-host', `There is no host "${id}".`, { data: { host: id } });
}
