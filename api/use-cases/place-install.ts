import { DomainError } from '#domain/errors.ts';
import type { Host } from '#domain/host.ts';
import type { HostId, ServiceId } from '#domain/ids.ts';
import { type PlacementHost, place, printPlacement } from '#domain/placement.ts';
import type { Ports } from '../ports.ts';
import { assertReachable, withRepublished } from './across-hosts.ts';
import { type InstallRequest, type ResolvedInstall, resolveInstall } from './resolve-install.ts';

/** An install of which it is known where everything goes. */
export interface PlacedInstall extends Omit<ResolvedInstall, 'services'> {
  readonly services: readonly PlacedService[];
}

export type PlacedService = ResolvedInstall['services'][number] & {
  readonly host: HostId;
  /** Why it goes there, in sentences; absent where nothing was to choose. */
  readonly placement?: readonly string[];
};

type Needs = Pick<Ports, 'services' | 'catalog' | 'settings' | 'hostStore'>;

/** As `resolveInstall`, with a host for every service. Errors: `no-host`, and those of `resolveInstall`. */
export async function placeInstall(ports: Needs, request: InstallRequest): Promise<PlacedInstall> {
  const resolved = await resolveInstall(ports, request);
  const { services: closed, edges, rows } = resolved;
  assertStay(request, rows);
  const known = await ports.hostStore.list();
  const { hosts, choices } = place({
    closure: { services: closed, edges },
    rows: [...rows.values()],
    hosts: known.map(placementHost),
    wish: { host: request.host, labels: request.labels },
  });
  const reasons = new Map(
    choices.flatMap((choice) => choice.services.map((id) => [id, printPlacement(choice)] as const)),
  );
  const services = closed.map((service) => {
    const placement = reasons.get(service.id);
    return {
      ...service,
      host: hostIn(hosts, service.id),
      ...(placement === undefined ? {} : { placement }),
    };
  });
  const placed: PlacedInstall = { ...resolved, services };
  assertReachable(placed, known);
  return { ...placed, stages: withRepublished(placed, await ports.services.edges(), known) };
}

/** Where a service of the request is or goes; also of one that is only touched by it. */
export function hostOf({ services, rows }: PlacedInstall, id: ServiceId): HostId {
  const host = services.find((service) => service.id === id)?.host ?? rows.get(id)?.host;
  if (host === undefined) throw new TypeError(`${id} has no host.`);
  return host;
}

function hostIn(hosts: ReadonlyMap<ServiceId, HostId>, id: ServiceId): HostId {
  const host = hosts.get(id);
  if (host === undefined) throw new TypeError(`${id} was not placed.`);
  return host;
}

/** A service does not move: one that is asked for elsewhere is refused, not ignored. */
function assertStay({ services, host }: InstallRequest, rows: ResolvedInstall['rows']): void {
  if (host === undefined) return;
  const faults = services.flatMap(({ id }) => {
    const row = rows.get(id);
    return row === undefined || row.host === host
      ? []
      : [{ field: 'host', reason: `is not where ${id} is: it is installed on ${row.host}, and stays there` }];
  });
  if (faults.length === 0) return;
  const told = faults.map(({ reason }) => `${host} ${reason}`).join('; ');
  throw new DomainError('invalid-input', `The request is not valid: ${told}.`, { faults });
}

/** A joined host has told of itself when its worker is there; the control plane's own counts as there until it is said to be away. */
function placementHost(host: Host): PlacementHost {
  return { ...host, reachable: host.reach?.reachable ?? host.kind === 'local' };
}
