import { createHash } from 'node:crypto';
import type { Definition } from '#domain/definition.ts';
import { resolveClosure } from '#domain/graph.ts';
import { hostId, instanceId, serviceId } from '#domain/ids.ts';
import type { InstanceSettings } from '#domain/instance-settings.ts';
import { lookingFor } from '#domain/plan/converge.ts';
import type { PlanningInput } from '#domain/plan/input.ts';
import { planInstall } from '#domain/plan/install.ts';
import type { Plan } from '#domain/plan/plan.ts';
import type { RequiresEdge, Service, Settings } from '#domain/service.ts';
import { checkSettings } from '#domain/service-settings.ts';

export interface StackRequest {
  /** Part of every name. */
  readonly name: string;
  readonly services: readonly string[];
  readonly catalog: readonly Definition[];
  readonly settings: InstanceSettings;
  /** Settings of services, by service. */
  readonly given: Readonly<Record<string, Settings>>;
}

/** The plans by which Showrunner itself would install the stack where nothing of it is there but its images. */
export function planStack(request: StackRequest): readonly Plan[] {
  const { catalog, services } = request;
  const requested = services.map((id) => ({ id: serviceId(id), definition: find(catalog, id) }));
  const closure = resolveClosure({ requested, catalog, installed: [] });
  const rows = closure.services.map((wanted) => desiredRow(wanted, request));
  return rows.map((service) => planInstall(planningInput(service, rows, closure.edges, request)));
}

function find(catalog: readonly Definition[], id: string): Definition {
  const found = catalog.find((definition) => definition.id === id);
  if (found === undefined) throw new Error(`The catalog has no ${id}.`);
  return found;
}

function desiredRow(
  { id, definition, origin }: Pick<Service, 'id' | 'definition' | 'origin'>,
  { given, settings: { network } }: StackRequest,
): Service {
  const { settings, secrets } = checkSettings(id, definition, given[id] ?? {});
  const ports = definition.components.flatMap((component) => component.ports);
  return {
    id,
    definition,
    host: hostId('local'),
    desired: 'running',
    status: 'absent',
    health: 'unknown',
    since: '',
    settings,
    sealed: Object.fromEntries(Object.keys(secrets).map((name) => [name, 'sealed'])),
    ports: ports.map((port) => ({ ...port, host: port.container + network.portOffset })),
    links: {},
    origin,
    revision: 0,
  };
}

function planningInput(
  service: Service,
  rows: readonly Service[],
  edges: readonly RequiresEdge[],
  { name, settings }: StackRequest,
): PlanningInput {
  const input = {
    instance: { id: instanceId(name), name },
    settings,
    service,
    neighbours: new Map(rows.filter(({ id }) => id !== service.id).map((row) => [row.id, row])),
    edges,
    secretVersions: new Map(),
    hosts: new Map(),
    digest: (text: string) => createHash('sha256').update(text).digest('hex'),
  };
  const images = lookingFor(input).images.map(({ image }) => image);
  const nothing = { containers: [], running: [], networks: [], volumes: [], folders: [] };
  return { ...input, observed: { service: service.id, images, ...nothing } };
}
