import type { Definition } from '#domain/definition.ts';
import { DomainError, type Fault } from '#domain/errors.ts';
import { type Closure, stages as inStages, resolveClosure, type WantedService } from '#domain/graph.ts';
import { type DefinitionId, definitionId, type ServiceId } from '#domain/ids.ts';
import type { PlacementWish } from '#domain/placement.ts';
import type { RequiresEdge, Service } from '#domain/service.ts';
import type { Ports } from '../ports.ts';
import { type CheckedInstall, checkInstallSettings } from './check-install-settings.ts';
import type { GivenSettings } from './split-settings.ts';

export interface InstallRequest extends PlacementWish {
  readonly operation: 'install';
  readonly services: readonly InstallWish[];
  readonly settings: GivenSettings;
  readonly approvedPlan?: string | undefined;
}

export interface InstallWish {
  readonly id: ServiceId;
  /** By default the one of the same name. */
  readonly definition?: DefinitionId | undefined;
}

export interface ResolvedInstall extends CheckedInstall {
  readonly edges: readonly RequiresEdge[];
  readonly rows: ReadonlyMap<ServiceId, Service>;
  /** What runs together, in order. One service alone needs no batch. */
  readonly stages: readonly (readonly ServiceId[])[];
}

/** Everything that an install request means, with nothing written. Errors: `not-found`, `no-provider`, `dependency-cycle`. */
export async function resolveInstall(
  ports: Pick<Ports, 'services' | 'catalog' | 'settings'>,
  request: InstallRequest,
): Promise<ResolvedInstall> {
  const [catalog, rows, edgesBefore, { values: stored }] = await Promise.all([
    ports.catalog.list(),
    ports.services.list(),
    ports.services.edges(),
    ports.settings.read(),
  ]);
  const living = rows.filter(({ desired }) => desired !== 'absent');
  const wanted = findWanted(request.services, catalog, living);
  const closure = resolveClosure({ requested: wanted, catalog, installed: living });
  const requested = new Set(wanted.map(({ id }) => id));
  const byId = new Map(living.map((row) => [row.id, row]));
  const checked = checkInstallSettings({ closure, requested, rows: byId, stored, given: request.settings });
  const stages = installStages([...requested], closure, living, edgesBefore);
  return { ...checked, edges: closure.edges, rows: byId, stages };
}

function findWanted(
  wishes: readonly InstallWish[],
  catalog: readonly Definition[],
  rows: readonly Service[],
): readonly WantedService[] {
  const faults: Fault[] = [];
  const wanted = wishes.flatMap(({ id, definition: named }) => {
    const row = rows.find((candidate) => candidate.id === id);
    const name = named ?? row?.definition.id ?? definitionId(id);
    const definition = row?.definition ?? catalog.find((candidate) => candidate.id === name);
    if (definition?.id === name) return [{ id, definition }];
    const other = definition === undefined ? undefined : `is installed already, from ${definition.id}`;
    faults.push({ field: id, reason: other ?? `is not in the catalog (there is no definition "${name}")` });
    return [];
  });
  if (faults.length === 0) return wanted;
  const text = faults.map(({ field, reason }) => `${field} ${reason}`).join('; ');
  throw new DomainError('not-found', `What was asked for cannot be installed: ${text}.`, { faults });
}

/**
 * A new member changes what a running gateway publishes, so the gateway is made anew, and every member with it: its
 * containers' network namespace is gone with the old one. Hence the gateway, then its other members, then the request.
 */
function installStages(
  requested: readonly ServiceId[],
  closure: Closure,
  rows: readonly Service[],
  edges: readonly RequiresEdge[],
): readonly (readonly ServiceId[])[] {
  const running = new Set(rows.filter(({ status }) => status !== 'absent').map(({ id }) => id));
  const inNamespace = ({ via }: RequiresEdge) => via === 'namespace';
  const gateways = closure.edges
    .filter((edge) => inNamespace(edge) && running.has(edge.provider) && !running.has(edge.consumer))
    .map(({ provider }) => provider);
  const members = edges
    .filter((edge) => inNamespace(edge) && gateways.includes(edge.provider) && running.has(edge.consumer))
    .map(({ consumer }) => consumer);
  const first = [unique(gateways), unique(members)].filter(({ length }) => length > 0);
  const done = new Set(first.flat());
  const rest = requested.filter((id) => !done.has(id));
  return [...first, ...inStages(rest, closure.edges)];
}

function unique(ids: readonly ServiceId[]): readonly ServiceId[] {
  return [...new Set(ids)].sort();
}
