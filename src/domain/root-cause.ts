import type { ServiceId } from './ids.ts';
import { isUp } from './lifecycle.ts';
import type { RequiresEdge, Service } from './service.ts';

/** What blame depends on. */
export type Condition = Pick<Service, 'id' | 'desired' | 'status' | 'health'>;

/** From a service that suffers down to what it suffers from: each requires the next, and the last one is a root cause. */
export type Chain = readonly ServiceId[];

export interface RootCause {
  readonly service: ServiceId;
  /** Those that should run and are not well because of it, in order of ids; itself is not among them. */
  readonly suffering: readonly ServiceId[];
}

/** Whether what requires the service can rely on it. */
export function isWell({ status, health }: Pick<Condition, 'status' | 'health'>): boolean {
  return status === 'running' && health !== 'unhealthy';
}

/** It should run, and is not well. */
export function suffers(condition: Omit<Condition, 'id'>): boolean {
  return condition.desired === 'running' && !isWell(condition);
}

/** It should run and did when it was last seen; nothing is known of it now, for its host is away or only just back. */
export function isUnknown({ desired, status, health }: Omit<Condition, 'id'>): boolean {
  return desired === 'running' && isUp(status) && health === 'unknown';
}

/**
 * For each service that suffers, the shortest way to each of its root causes: down along what it cannot be without, through
 * services that are not well, to those below which everything is well. A service that nothing below is to blame for is its own.
 */
export function causeChains(
  services: readonly Condition[],
  edges: readonly RequiresEdge[],
): ReadonlyMap<ServiceId, readonly Chain[]> {
  const below = ailingProviders(services, edges);
  return new Map(services.filter(suffers).map(({ id }) => [id, chainsFrom(id, below)]));
}

/** The root causes with those that suffer from them, in order of ids. */
export function rootCauses(chains: ReadonlyMap<ServiceId, readonly Chain[]>): readonly RootCause[] {
  const suffering = new Map<ServiceId, ServiceId[]>();
  for (const [id, own] of chains) {
    for (const root of rootsOf(own)) {
      const others = suffering.get(root) ?? [];
      if (root !== id) others.push(id);
      suffering.set(root, others);
    }
  }
  return [...suffering]
    .map(([service, others]) => ({ service, suffering: others.toSorted() }))
    .toSorted((one, other) => (one.service < other.service ? -1 : 1));
}

/** Where the chains end. */
export function rootsOf(chains: readonly Chain[]): readonly ServiceId[] {
  return chains.flatMap((chain) => chain.at(-1) ?? []).toSorted();
}

type Below = ReadonlyMap<ServiceId, readonly ServiceId[]>;

function ailingProviders(services: readonly Condition[], edges: readonly RequiresEdge[]): Below {
  const ailing = new Set(services.filter((service) => !isWell(service)).map(({ id }) => id));
  const below = new Map<ServiceId, ServiceId[]>();
  for (const { consumer, provider, optional } of edges) {
    if (optional || !ailing.has(provider)) continue;
    const known = below.get(consumer);
    if (known === undefined) below.set(consumer, [provider]);
    else if (!known.includes(provider)) known.push(provider);
  }
  return below;
}

/** Each service is visited once, so that even a circle, which no catalog allows, ends; one in a circle is its own cause. */
function chainsFrom(start: ServiceId, below: Below): readonly Chain[] {
  const from = new Map<ServiceId, ServiceId | undefined>([[start, undefined]]);
  const ends: ServiceId[] = [];
  for (const id of from.keys()) {
    const providers = below.get(id) ?? [];
    if (providers.length === 0) ends.push(id);
    for (const provider of providers.toSorted()) {
      if (!from.has(provider)) from.set(provider, id);
    }
  }
  return ends.length === 0 ? [[start]] : ends.map((end) => wayTo(end, from));
}

function wayTo(end: ServiceId, from: ReadonlyMap<ServiceId, ServiceId | undefined>): Chain {
  const way: ServiceId[] = [];
  for (let id: ServiceId | undefined = end; id !== undefined; id = from.get(id)) way.push(id);
  return way.reverse();
}
