import { DomainError } from './errors.ts';
import type { ServiceId } from './ids.ts';
import { assertMayOperate, type ChangingOperation, mayOperate } from './operation.ts';
import type { RequiresEdge, Service } from './service.ts';

/** A person's operation on a service that is there. */
export type AskedOperation = Extract<ChangingOperation, 'start' | 'stop' | 'restart'>;

export interface ReachRequest {
  readonly operation: AskedOperation;
  readonly service: ServiceId;
  /** Stop only: what requires the service is stopped as well, first. */
  readonly cascade: boolean;
}

/**
 * All services that the operation takes along, the asked one among them, by id. A stop takes the members of the service's network
 * namespace, whose network ends with it, and with `cascade` all that requires it; a start brings back what a stop took along; a
 * restart takes the namespace's members. Errors: `service-required` with those that would be left without; `illegal-transition`;
 * `service-leaving`.
 */
export function reachOf(
  { operation, service, cascade }: ReachRequest,
  rows: ReadonlyMap<ServiceId, Service>,
  edges: readonly RequiresEdge[],
): readonly ServiceId[] {
  const asked = rows.get(service);
  if (asked === undefined) throw new DomainError('not-found', `There is no service "${service}".`);
  assertStays(asked);
  assertMayOperate(operation, service, asked.status);
  if (operation === 'start')
    return withThose(
      service,
      [...rows.values()].filter((row) => wentWith(row, service)),
    );
  const taken = takenAlong(service, rows, edges, operation === 'stop' && cascade);
  if (operation === 'stop') assertUnrequired(service, taken, rows, edges);
  return withThose(
    service,
    [...taken].flatMap((id) => rows.get(id) ?? []).filter(({ status }) => mayOperate(operation, status)),
  );
}

/** The row as the claim of the operation leaves it: what is wanted of it from now on. */
export function claimed(row: Service, { operation, service }: Omit<ReachRequest, 'cascade'>): Service {
  if (operation === 'restart') return row;
  const { stoppedWith: _, ...rest } = row;
  if (operation === 'start') return { ...rest, desired: 'running' };
  return { ...rest, desired: 'stopped', ...(row.id === service ? {} : { stoppedWith: service }) };
}

/** For an uninstall. Error: `service-required` with the names of those that cannot be without the service, running or not. */
export function assertUnneeded(id: ServiceId, edges: readonly RequiresEdge[]): void {
  const needing = edges.filter(
    ({ consumer, provider, optional }) => provider === id && consumer !== id && !optional,
  );
  const consumers = [...new Set(needing.map(({ consumer }) => consumer))].sort();
  if (consumers.length > 0) throw required(id, consumers);
}

/** Error: `service-required`. */
export function required(id: ServiceId, consumers: readonly ServiceId[]): DomainError {
  return new DomainError('service-required', `${id} is required by ${consumers.join(', ')}.`, {
    data: { service: id, requiredBy: consumers },
  });
}

function assertStays({ id, desired }: Service): void {
  if (desired !== 'absent') return;
  throw new DomainError('service-leaving', `${id} is being uninstalled.`, { data: { services: [id] } });
}

function wentWith({ desired, status, stoppedWith }: Service, root: ServiceId): boolean {
  return stoppedWith === root && desired === 'stopped' && mayOperate('start', status);
}

/** Whoever cannot be without the service, and should run: namespace members, and the others when all consumers are wanted. */
function takenAlong(
  root: ServiceId,
  rows: ReadonlyMap<ServiceId, Service>,
  edges: readonly RequiresEdge[],
  all: boolean,
): ReadonlySet<ServiceId> {
  const taken = new Set<ServiceId>([root]);
  for (const provider of taken) {
    for (const edge of edges) {
      if (edge.provider !== provider || !isBound(edge, rows)) continue;
      if (all || edge.via === 'namespace') taken.add(edge.consumer);
    }
  }
  return taken;
}

function isBound({ consumer, optional }: RequiresEdge, rows: ReadonlyMap<ServiceId, Service>): boolean {
  return !optional && rows.get(consumer)?.desired === 'running';
}

function assertUnrequired(
  root: ServiceId,
  taken: ReadonlySet<ServiceId>,
  rows: ReadonlyMap<ServiceId, Service>,
  edges: readonly RequiresEdge[],
): void {
  const left = edges.filter(
    (edge) => taken.has(edge.provider) && !taken.has(edge.consumer) && isBound(edge, rows),
  );
  const consumers = [...new Set(left.map(({ consumer }) => consumer))].sort();
  if (consumers.length > 0) throw stillRequired(root, consumers);
}

function stillRequired(id: ServiceId, consumers: readonly ServiceId[]): DomainError {
  return new DomainError('service-required', `${id} is required by ${consumers.join(', ')}, which run.`, {
    data: { service: id, requiredBy: consumers },
  });
}

function withThose(service: ServiceId, others: readonly Service[]): readonly ServiceId[] {
  return [...new Set([service, ...others.map(({ id }) => id)])].sort();
}
