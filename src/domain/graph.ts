import type { Definition, Requirement } from './definition.ts';
import { DomainError } from './errors.ts';
import { type DefinitionId, type ServiceId, serviceId } from './ids.ts';
import type { RequiresEdge, Service } from './service.ts';

/** A service that is wanted, before anything was done for it. */
export interface WantedService {
  readonly id: ServiceId;
  readonly definition: Definition;
}

/** What was asked for, with all that it requires. */
export interface Closure {
  /** Those that must come, in an order in which each follows all that it requires. Includes what was asked for. */
  readonly services: readonly ClosureService[];
  /** Among the closure and to services that are installed already. */
  readonly edges: readonly RequiresEdge[];
}

export interface ClosureService extends WantedService {
  /** Asked for, or here because another requires it. */
  readonly origin: Service['origin'];
  /** It has a living row already. */
  readonly installed: boolean;
}

export interface ClosureInput {
  readonly requested: readonly WantedService[];
  readonly catalog: readonly Definition[];
  /** Rows that are not desired absent. */
  readonly installed: readonly Service[];
}

/**
 * Resolves capabilities: an installed provider first, then one that was asked for, then the definition's default. An optional
 * requirement is met only by what is there or asked for. Errors: `no-provider`, `name-taken`, `dependency-cycle`.
 */
export function resolveClosure(input: ClosureInput): Closure {
  const catalog = new Map(input.catalog.map((definition) => [definition.id, definition]));
  const walk: Walk = { input, catalog, wanted: initiallyWanted(input), edges: [] };
  const queue = [...walk.wanted.values()];
  for (let service = queue.shift(); service !== undefined; service = queue.shift()) {
    queue.push(...addProviders(walk, service));
  }
  return { services: inOrder(walk.wanted, walk.edges), edges: sortedEdges(walk.edges) };
}

/** Ids in an order in which each follows its providers; equal ones by name. Error: `dependency-cycle`. */
export function topologicalOrder(
  ids: readonly ServiceId[],
  edges: readonly RequiresEdge[],
): readonly ServiceId[] {
  const members = new Set(ids);
  const done = new Set<ServiceId>();
  const order: ServiceId[] = [];
  const visit = (id: ServiceId, path: readonly ServiceId[]): void => {
    if (done.has(id)) return;
    if (path.includes(id)) {
      const circle = [...path.slice(path.indexOf(id)), id].join(' → ');
      throw new DomainError('dependency-cycle', `${circle} require each other in a circle.`);
    }
    const providers = edges.filter((edge) => edge.consumer === id && members.has(edge.provider));
    for (const provider of providers.map((edge) => edge.provider).sort()) visit(provider, [...path, id]);
    done.add(id);
    order.push(id);
  };
  for (const id of [...ids].sort()) visit(id, []);
  return order;
}

/** Ids in groups: each group requires only earlier ones, so the members of one can go together. */
export function stages(
  ids: readonly ServiceId[],
  edges: readonly RequiresEdge[],
): readonly (readonly ServiceId[])[] {
  const level = new Map<ServiceId, number>();
  for (const id of topologicalOrder(ids, edges)) {
    const below = edges.filter((edge) => edge.consumer === id).map((edge) => level.get(edge.provider) ?? -1);
    level.set(id, Math.max(-1, ...below) + 1);
  }
  const count = Math.max(-1, ...level.values()) + 1;
  return Array.from({ length: count }, (_, at) => ids.filter((id) => level.get(id) === at).sort());
}

interface Walk {
  readonly input: ClosureInput;
  readonly catalog: ReadonlyMap<DefinitionId, Definition>;
  readonly wanted: Map<ServiceId, ClosureService>;
  readonly edges: RequiresEdge[];
}

function initiallyWanted(input: ClosureInput): Map<ServiceId, ClosureService> {
  const rows = new Map(input.installed.map((service) => [service.id, service]));
  return new Map(
    input.requested.map(({ id, definition }) => {
      const row = rows.get(id);
      return [
        id,
        { id, definition: row?.definition ?? definition, origin: 'request', installed: row !== undefined },
      ];
    }),
  );
}

function addProviders(walk: Walk, consumer: ClosureService): readonly ClosureService[] {
  const added: ClosureService[] = [];
  for (const requirement of consumer.definition.requires) {
    const provider = chooseProvider(walk, consumer, requirement);
    if (provider === undefined) continue;
    const { capability, optional, via } = requirement;
    walk.edges.push({ consumer: consumer.id, provider: provider.id, capability, optional, via });
    if (walk.wanted.has(provider.id)) continue;
    walk.wanted.set(provider.id, provider);
    added.push(provider);
  }
  return added;
}

function chooseProvider(
  walk: Walk,
  consumer: ClosureService,
  requirement: Requirement,
): ClosureService | undefined {
  const row = walk.input.installed.find(
    ({ id, definition }) => id !== consumer.id && definition.provides.includes(requirement.capability),
  );
  const wanted = [...walk.wanted.values()].find(
    ({ id, definition }) => id !== consumer.id && definition.provides.includes(requirement.capability),
  );
  if (row !== undefined) {
    return (
      walk.wanted.get(row.id) ?? {
        id: row.id,
        definition: row.definition,
        origin: 'dependency',
        installed: true,
      }
    );
  }
  if (wanted !== undefined || requirement.optional) return wanted;
  const definition = walk.catalog.get(requirement.default);
  if (definition?.provides.includes(requirement.capability) === true) {
    return { ...freeName(walk, consumer, definition), origin: 'dependency', installed: false };
  }
  throw new DomainError(
    'no-provider',
    `${consumer.id} requires ${requirement.capability}, and the catalog's ${requirement.default} does not provide it.`,
  );
}

/** A service of that name that provided the capability would have been chosen before; so one that is there is something else. */
function freeName(walk: Walk, consumer: ClosureService, definition: Definition): WantedService {
  const id = serviceId(definition.id);
  const taken = walk.wanted.has(id) || walk.input.installed.some((service) => service.id === id);
  if (!taken) return { id, definition };
  throw new DomainError(
    'name-taken',
    `${consumer.id} requires the definition ${definition.id}, but the service ${id} is of another definition.`,
  );
}

function inOrder(
  wanted: ReadonlyMap<ServiceId, ClosureService>,
  edges: readonly RequiresEdge[],
): readonly ClosureService[] {
  return topologicalOrder([...wanted.keys()], edges).flatMap((id) => wanted.get(id) ?? []);
}

function sortedEdges(edges: readonly RequiresEdge[]): readonly RequiresEdge[] {
  const key = (edge: RequiresEdge) => `${edge.consumer} ${edge.provider} ${edge.capability}`;
  return [...edges].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
