import type { Transaction } from 'kysely';
import type { DomainError } from '#domain/errors.ts';
import type { HostId, ServiceId } from '#domain/ids.ts';
import type { ServiceDraft } from '#ports/service-store.ts';
import { portTaken } from './claim-rules.ts';
import type { ServicePortTable, Tables } from './tables.ts';

type PortsOf = Pick<ServiceDraft, 'id' | 'host' | 'ports'>;

/**
 * Claims host ports by unique rows, all in one order, so that claims never wait for each other in a circle. An insert waits for
 * another claim of the same port; then it is there or not. Returns a refusal for each port that is held already.
 */
export async function claimPorts(
  transaction: Transaction<Tables>,
  drafts: readonly PortsOf[],
): Promise<readonly DomainError[]> {
  const refusals: DomainError[] = [];
  for (const row of portRows(drafts)) {
    const holder = await claimPort(transaction, row);
    if (holder === undefined) continue;
    refusals.push(portTaken({ ...row, service: row.service_id }, holder));
  }
  return refusals;
}

/** Who holds the port, when it is not the one that asks. */
async function claimPort(
  transaction: Transaction<Tables>,
  row: ServicePortTable,
): Promise<ServiceId | undefined> {
  const inserted = await transaction
    .insertInto('service_ports')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('port')
    .executeTakeFirst();
  if (inserted !== undefined) return undefined;
  const held = await transaction
    .selectFrom('service_ports')
    .select('service_id')
    .where('host', '=', row.host)
    .where('protocol', '=', row.protocol)
    .where('port', '=', row.port)
    .executeTakeFirst();
  // Freed in between: the claim is refused all the same, and the next try gets the port.
  return held?.service_id ?? row.service_id;
}

function portRows(drafts: readonly PortsOf[]): readonly ServicePortTable[] {
  const rows = drafts.flatMap(({ id, host, ports }) =>
    ports.map((port) => ({
      host,
      protocol: port.protocol,
      port: port.host,
      service_id: id,
      container: port.container,
    })),
  );
  return rows.toSorted((one, other) => compare(key(one), key(other)));
}

function key({ host, protocol, port }: { host: HostId; protocol: string; port: number }): string {
  return `${host}/${protocol}/${String(port).padStart(5, '0')}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
