import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { hostEvent } from '#contracts/host-events.ts';
import type { Host } from '#domain/host.ts';
import { changeLabels, type LabelChanges } from '#domain/host-labels.ts';
import type { HostId, ServiceId } from '#domain/ids.ts';
import type { HostReachReport } from '#ports/host-store.ts';
import { appendEvents } from './append-events.ts';
import { toHost } from './host-rows.ts';
import { hostIsLocal, hostMissing, hostUsed } from './host-rules.ts';
import type { Tables } from './tables.ts';

/** Its event is written only where something changed. */
export async function schedule(
  transaction: Transaction<Tables>,
  id: HostId,
  scheduling: Host['scheduling'],
  correlationId: string | undefined,
): Promise<Host> {
  const row = await lockHost(transaction, id);
  if (row === undefined) throw hostMissing(id);
  if (row.scheduling === scheduling) return toHost(row);
  await transaction.updateTable('hosts').set({ scheduling }).where('id', '=', id).execute();
  const type = scheduling === 'open' ? 'host.opened' : 'host.drained';
  await appendEvents(transaction, [hostEvent(type, { host: id }, now(correlationId))]);
  return toHost({ ...row, scheduling });
}

/** The row's lock makes changes at one moment follow each other, each on what the one before it wrote. */
export async function relabel(
  transaction: Transaction<Tables>,
  id: HostId,
  changes: LabelChanges,
): Promise<Host> {
  const row = await lockHost(transaction, id);
  if (row === undefined) throw hostMissing(id);
  const labels = changeLabels(row.labels, changes);
  await transaction
    .updateTable('hosts')
    .set({ labels: JSON.stringify(labels) })
    .where('id', '=', id)
    .execute();
  return toHost({ ...row, labels });
}

/** A repeat of an older word leaves a newer one in force. */
export async function report(
  transaction: Transaction<Tables>,
  { host, reachable, cause, event }: HostReachReport,
): Promise<void> {
  await transaction
    .updateTable('hosts')
    .set({ reachable, reach_since: event.time, reach_cause: cause })
    .where('id', '=', host)
    .where(({ or, eb }) => or([eb('reach_since', 'is', null), eb('reach_since', '<=', new Date(event.time))]))
    .execute();
  await appendEvents(transaction, [{ ...event, type: 'host.changed', data: { host, reachable, cause } }]);
}

/** The host's row is locked before its services are looked for: an install claim that takes the host holds a share of it. */
export async function remove(
  transaction: Transaction<Tables>,
  id: HostId,
  correlationId: string | undefined,
): Promise<'removed' | 'absent'> {
  const withdrawn = await transaction
    .deleteFrom('host_invitations')
    .where('host_id', '=', id)
    .returning('host_id')
    .executeTakeFirst();
  const row = await lockHost(transaction, id);
  if (row === undefined) return withdrawn === undefined ? 'absent' : 'removed';
  if (row.kind === 'local') throw hostIsLocal(id);
  const services = await servicesOn(transaction, id);
  if (services.length > 0) throw hostUsed(id, services);
  await transaction.deleteFrom('hosts').where('id', '=', id).execute();
  await appendEvents(transaction, [hostEvent('host.removed', { host: id }, now(correlationId))]);
  return 'removed';
}

async function lockHost(transaction: Transaction<Tables>, id: HostId) {
  return transaction.selectFrom('hosts').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

async function servicesOn(transaction: Transaction<Tables>, id: HostId): Promise<readonly ServiceId[]> {
  const rows = await transaction
    .selectFrom('services')
    .select('id')
    .where('host', '=', id)
    .where(({ or, eb }) => or([eb('status', '!=', 'absent'), eb('desired', '!=', 'absent')]))
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}

/** Random is right here: the event is in the transaction of a change that happens once. */
function now(correlationId: string | undefined) {
  return { id: `host/${randomUUID()}`, time: new Date().toISOString(), correlationId };
}
