import type { Definition } from '../definition.ts';
import type { ClosureService } from '../graph.ts';
import type { HostId, ServiceId } from '../ids.ts';
import type { RequiresEdge, Service } from '../service.ts';
import type { PlacementInput, PlacementWish } from './types.ts';

/** New services that must be on one host. */
export interface Group {
  readonly services: readonly ClosureService[];
  /** Installed ones whose network namespace they share: there is no choice beside them. */
  readonly namespace: readonly Service[];
  /** Installed ones with which they share the data folder. */
  readonly data: readonly Service[];
  /** Empty unless one of them was asked for. */
  readonly wish: PlacementWish;
  /** Those of the closure that require them, outside the group. */
  readonly consumers: readonly ServiceId[];
}

/** Groups of what is new, each before what it requires as far as that can be. */
export function groupsOf(input: PlacementInput): readonly Group[] {
  const { closure } = input;
  const fresh = closure.services.filter(({ installed }) => !installed);
  const leaders = new Map(fresh.map(({ id }) => [id, id]));
  const join = (one: ServiceId, other: ServiceId) => {
    const [from, to] = [leaders.get(one), leaders.get(other)];
    if (from === undefined || to === undefined) return;
    for (const [id, leader] of leaders) if (leader === from) leaders.set(id, to);
  };
  for (const { consumer, provider, via } of closure.edges) if (via === 'namespace') join(consumer, provider);
  const [first, ...others] = fresh.filter(({ definition }) => usesData(definition));
  if (first !== undefined) for (const { id } of others) join(id, first.id);
  const groups = Map.groupBy(fresh.toReversed(), ({ id }) => leaders.get(id));
  return [...groups.values()].map((services) => groupOf(services, input));
}

/** Whether it keeps anything below the data folder, where files are shared. */
export function usesData({ volumes }: Definition): boolean {
  return Object.values(volumes).some(({ role }) => shared.has(role));
}

/** Hosts of the services, each once. */
export function hostsOf(services: readonly Service[]): readonly HostId[] {
  return [...new Set(services.map(({ host }) => host))];
}

const shared: ReadonlySet<string> = new Set(['data', 'media', 'downloads']);

function groupOf(services: readonly ClosureService[], { closure, rows, wish }: PlacementInput): Group {
  const ids = new Set(services.map(({ id }) => id));
  const across = closure.edges.filter(({ consumer, provider }) => ids.has(consumer) !== ids.has(provider));
  const joined = across.filter(({ via }) => via === 'namespace').map((edge) => otherEnd(edge, ids));
  const asked = services.some(({ origin }) => origin === 'request');
  return {
    services,
    namespace: rows.filter(({ id }) => joined.includes(id)),
    data: services.some(({ definition }) => usesData(definition))
      ? rows.filter(({ definition }) => usesData(definition))
      : [],
    wish: asked ? wish : {},
    consumers: across.filter(({ provider }) => ids.has(provider)).map(({ consumer }) => consumer),
  };
}

function otherEnd({ consumer, provider }: RequiresEdge, ids: ReadonlySet<ServiceId>): ServiceId {
  return ids.has(consumer) ? provider : consumer;
}
