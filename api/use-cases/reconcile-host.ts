import { DomainError } from '#domain/errors.ts';
import { type HostId, hostId, isSlug } from '#domain/ids.ts';
import { isUp } from '#domain/lifecycle.ts';
import type { Reconciliation } from '#ports/host-reconciler.ts';
import type { ApiContext } from '../context.ts';

/** Compares everything on the host once; what differs is repaired by the services' monitors. Errors: `not-found`, `engine-unreachable`. */
export async function reconcileHost({ ports }: ApiContext, id: string): Promise<Reconciliation> {
  const [hosts, rows] = await Promise.all([ports.hostStore.list(), ports.services.list()]);
  const host = findHost(id, [...hosts.map((one) => one.id), ...rows.map((row) => row.host)]);
  const up = rows.filter((row) => row.host === host && isUp(row.status));
  return ports.hosts.reconcile(
    host,
    up.map((row) => row.id),
  );
}

function findHost(id: string, known: readonly HostId[]): HostId {
  const host = isSlug(id) ? hostId(id) : undefined;
  if (host !== undefined && known.includes(host)) return host;
  throw new DomainError('not-found', `There is no host "${id.slice(0, 60)}".`);
}
