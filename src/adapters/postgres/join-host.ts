import { randomUUID } from 'node:crypto';
import { type Selectable, sql, type Transaction } from 'kysely';
import { hostEvent } from '#contracts/host-events.ts';
import type { Host } from '#domain/host.ts';
import type { HostInvitation, HostJoin } from '#ports/host-store.ts';
import { appendEvents } from './append-events.ts';
import { toHost } from './host-rows.ts';
import { hostIsLocal, hostJoined, hostMissing, hostThere, tokenRefused } from './host-rules.ts';
import type { HostInvitationTable, Tables } from './tables.ts';

/** The invitation's row is what invite, join and removal of a host lock first: the host is looked for only afterwards. */
export async function invite(
  transaction: Transaction<Tables>,
  { host, tokenHash, expires, labels, again = false }: HostInvitation,
): Promise<void> {
  const values = { token_hash: tokenHash, expires, labels: JSON.stringify(labels) };
  await dropExpired(transaction);
  await transaction
    .insertInto('host_invitations')
    .values({ host_id: host, ...values })
    .onConflict((conflict) => conflict.column('host_id').doUpdateSet(values))
    .execute();
  const there = await transaction
    .selectFrom('hosts')
    .select('kind')
    .where('id', '=', host)
    .executeTakeFirst();
  if (again && there === undefined) throw hostMissing(host);
  if (again && there?.kind === 'local') throw hostIsLocal(host);
  if (!again && there !== undefined) throw there.kind === 'joined' ? hostJoined(host) : hostThere(host);
}

/** They are good for nothing; without this, those that nobody ever takes would stay for good. */
async function dropExpired(transaction: Transaction<Tables>): Promise<void> {
  await transaction.deleteFrom('host_invitations').where('expires', '<=', sql<Date>`now()`).execute();
}

/** Of two that come with the same token, the second waits for the first to take the invitation, and then finds its host. */
export async function join(transaction: Transaction<Tables>, request: HostJoin): Promise<Host> {
  const invitation = await transaction
    .deleteFrom('host_invitations')
    .where('token_hash', '=', request.tokenHash)
    .where('expires', '>', sql<Date>`now()`)
    .returningAll()
    .executeTakeFirst();
  return invitation === undefined
    ? joinedBefore(transaction, request)
    : writeHost(transaction, request, invitation);
}

async function joinedBefore(
  transaction: Transaction<Tables>,
  { tokenHash, certificate }: HostJoin,
): Promise<Host> {
  const row = await transaction
    .selectFrom('hosts')
    .selectAll()
    .where('joined_with', '=', tokenHash)
    .where('fingerprint', '=', certificate.fingerprint)
    .executeTakeFirst();
  if (row === undefined) throw tokenRefused();
  return toHost(row);
}

/**
 * A row that is there is of the host that is invited again: nothing else leaves an invitation beside it. The name may have been taken
 * since by the control plane's own host; the invitation then stays as it is.
 */
async function writeHost(
  transaction: Transaction<Tables>,
  { tokenHash, certificate, address }: HostJoin,
  invitation: Selectable<HostInvitationTable>,
): Promise<Host> {
  const since = new Date().toISOString();
  const entry = {
    address,
    fingerprint: certificate.fingerprint,
    certificate_expires: certificate.expires,
    joined_with: tokenHash,
  };
  const row = await transaction
    .insertInto('hosts')
    .values({
      id: invitation.host_id,
      kind: 'joined',
      labels: JSON.stringify(invitation.labels),
      scheduling: 'open',
      since,
      ...entry,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(entry).where('hosts.kind', '=', 'joined'))
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw tokenRefused();
  const occasion = { id: `host/${randomUUID()}`, time: since };
  await appendEvents(transaction, [hostEvent('host.joined', { host: row.id, address }, occasion)]);
  return toHost(row);
}
