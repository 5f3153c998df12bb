import { DomainError, type Fault } from '#domain/errors.ts';
import type { Host } from '#domain/host.ts';
import type { ServiceId } from '#domain/ids.ts';
import { addressOf, isCalledBack, linksOver, unreachable } from '#domain/plan/across.ts';
import type { RequiresEdge, Service } from '#domain/service.ts';
import type { PlacedInstall } from './place-install.ts';

type Placed = Pick<PlacedInstall, 'services' | 'edges' | 'rows' | 'stages'>;
type End = PlacedInstall['services'][number];

/** Links that would cross hosts need an address on the other side. Error: `no-host`, with every service that has none. */
export function assertReachable(placed: Placed, hosts: readonly Host[]): void {
  const known = new Map(hosts.map((host) => [host.id, host]));
  const called = crossings(placed).flatMap(({ consumer, provider, edge }) => [
    ...(linksOver(consumer, edge).length > 0 ? [provider] : []),
    ...(isCalledBack(consumer, edge) ? [consumer] : []),
  ]);
  const faults: readonly Fault[] = [...new Set(called)]
    .filter(({ host }) => addressOf(host, known) === undefined)
    .map((service) => ({ field: service.id, reason: unreachable(service) }));
  if (faults.length === 0) return;
  throw new DomainError('no-host', faults.map(({ reason }) => reason).join(' '), { faults });
}

/**
 * A service on the control plane's own host is published for other hosts once one of them calls it. One that runs is made anew
 * for its first caller from elsewhere: before the request, and with its network namespace, which its gateway publishes.
 */
export function withRepublished(
  { stages, ...placed }: Placed,
  edgesBefore: readonly RequiresEdge[],
  hosts: readonly Host[],
): Placed['stages'] {
  const own = new Set(hosts.filter(({ kind }) => kind === 'local').map(({ id }) => id));
  const fresh = crossings(placed).filter(
    ({ consumer, provider, edge }) =>
      !consumer.installed &&
      own.has(provider.host) &&
      linksOver(consumer, edge).length > 0 &&
      isRunning(placed.rows.get(provider.id)) &&
      !isCalledAlready(provider, edgesBefore, placed.rows),
  );
  const inNamespace = edgesBefore.filter(({ via }) => via === 'namespace');
  const publishers = fresh.map(
    ({ provider }) => inNamespace.find(({ consumer }) => consumer === provider.id)?.provider ?? provider.id,
  );
  const members = inNamespace
    .filter(({ provider }) => publishers.includes(provider))
    .map(({ consumer }) => consumer)
    .filter((id) => isRunning(placed.rows.get(id)));
  const first = [unique(publishers), unique(members)];
  const done = new Set(first.flat());
  const rest = stages.map((stage) => stage.filter((id) => !done.has(id)));
  return [...first, ...rest].filter(({ length }) => length > 0);
}

interface Crossing {
  readonly consumer: End;
  readonly provider: End;
  readonly edge: RequiresEdge;
}

function crossings({ services, edges }: Pick<Placed, 'services' | 'edges'>): readonly Crossing[] {
  const ends = new Map(services.map((service) => [service.id, service]));
  return edges.flatMap((edge) => {
    const [consumer, provider] = [ends.get(edge.consumer), ends.get(edge.provider)];
    const crossing = consumer !== undefined && provider !== undefined && consumer.host !== provider.host;
    return crossing ? [{ consumer, provider, edge }] : [];
  });
}

function isCalledAlready(
  provider: End,
  edges: readonly RequiresEdge[],
  rows: ReadonlyMap<ServiceId, Service>,
): boolean {
  return edges.some((edge) => {
    const consumer = edge.provider === provider.id ? rows.get(edge.consumer) : undefined;
    return consumer !== undefined && consumer.host !== provider.host && linksOver(consumer, edge).length > 0;
  });
}

function isRunning(row: Service | undefined): boolean {
  return row !== undefined && row.status !== 'absent';
}

function unique(ids: readonly ServiceId[]): readonly ServiceId[] {
  return [...new Set(ids)].sort();
}
