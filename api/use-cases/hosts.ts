import { DomainError } from '#domain/errors.ts';
import type { Host } from '#domain/host.ts';
import { type LabelChanges, labelFaults, refuseLabels } from '#domain/host-labels.ts';
import { type HostId, hostId, isSlug } from '#domain/ids.ts';
import type { Caller } from '../context.ts';
import type { Ports } from '../ports.ts';
import { type HostView, hostView } from './host-view.ts';

type Reading = Pick<Ports, 'services' | 'hostStore'>;

export async function listHosts({ services, hostStore }: Reading): Promise<readonly HostView[]> {
  const [hosts, rows] = await Promise.all([hostStore.list(), services.list()]);
  const counts = Map.groupBy(rows, ({ host }) => host);
  return hosts.map((host) => hostView(host, counts.get(host.id)?.length ?? 0));
}

/** Error: `not-found`. */
export async function getHost(ports: Reading, id: string): Promise<HostView> {
  return shown(ports, await findHost(ports, id));
}

/** What is there stays, and nothing new is placed there; or it takes services again. A repeat is success. Error: `not-found`. */
export async function scheduleHost(
  ports: Reading,
  id: string,
  scheduling: Host['scheduling'],
  { correlationId }: Caller,
): Promise<HostView> {
  return shown(ports, await ports.hostStore.setScheduling(parseHost(id), scheduling, correlationId));
}

/** Errors: `invalid-input` with every fault, `not-found`. */
export async function labelHost(ports: Reading, id: string, changes: LabelChanges): Promise<HostView> {
  refuseLabels(labelFaults(changes));
  return shown(ports, await ports.hostStore.changeLabels(parseHost(id), changes));
}

/**
 * Takes back an invitation too. Its supervision ends after the host is gone: else it would be started again. Errors: `not-found`,
 * `host-in-use`, `host-local`.
 */
export async function removeHost(
  { hostStore, monitors }: Pick<Ports, 'hostStore' | 'monitors'>,
  id: string,
  { correlationId }: Caller,
): Promise<{ readonly host: HostId }> {
  const host = parseHost(id);
  const outcome = await hostStore.remove(host, correlationId);
  await monitors.stopHost(host);
  if (outcome === 'absent') throw missing(id);
  return { host };
}

async function findHost({ hostStore }: Pick<Ports, 'hostStore'>, id: string): Promise<Host> {
  const found = await hostStore.get(parseHost(id));
  if (found === undefined) throw missing(id);
  return found;
}

async function shown({ services }: Reading, host: Host): Promise<HostView> {
  const there = await services.list({ host: host.id });
  return hostView(host, there.length);
}

/** What is no name of a host is the name of none. */
function parseHost(id: string): HostId {
  if (isSlug(id)) return hostId(id);
  throw missing(id);
}

function missing(id: string): DomainError {
  return new DomainError('not-found', `There is no host "${id.slice(0, 60)}".`);
}
