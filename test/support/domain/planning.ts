import { createHash } from 'node:crypto';
import { instanceId, type ServiceId } from '#domain/ids.ts';
import type { InstanceSettings } from '#domain/instance-settings.ts';
import { isUp } from '#domain/lifecycle.ts';
import type { ObservedService } from '#domain/observed.ts';
import type { PlanningInput } from '#domain/plan/input.ts';
import { type SecretPath, secretPath } from '#domain/secret.ts';
import type { RequiresEdge, Service } from '#domain/service.ts';
import { rowOf, type Stack } from './stack.ts';

export const testSettings: InstanceSettings = {
  paths: { data: '/srv/media', config: '/srv/config' },
  user: { uid: 1000, gid: 1001, umask: '002' },
  timezone: 'Europe/Vienna',
  network: { pool: '10.208.0.0/12', bind: '127.0.0.1', portOffset: 0 },
  images: { mirror: '' },
};

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A host that has nothing of the service. */
export function nothing(service: ServiceId): ObservedService {
  return { service, containers: [], running: [], networks: [], volumes: [], images: [], folders: [] };
}

export type PlanningChange = Partial<Omit<PlanningInput, 'service' | 'neighbours' | 'edges'>>;

/** What a planner gets to see of one row of the stack, as the central activity would put it together. */
export function planningInput(stack: Stack, id: string, change: PlanningChange = {}): PlanningInput {
  const service = rowOf(stack, id);
  const edges = edgesAround(stack, service.id);
  const ids = new Set(edges.flatMap(({ consumer, provider }) => [consumer, provider]));
  const neighbours = [...ids].flatMap((other) => (other === service.id ? [] : (stack.rows.get(other) ?? [])));
  return {
    instance: { id: instanceId('test'), name: 'default' },
    settings: testSettings,
    service,
    neighbours: new Map(neighbours.map((row): [ServiceId, Service] => [row.id, row])),
    edges,
    secretVersions: new Map(),
    digest,
    hosts: new Map(),
    ...change,
    observed: withRunning(change.observed ?? nothing(service.id), stack),
  };
}

/** Rows that are up have their containers running, unless a test says which do. */
function withRunning(observed: ObservedService, stack: Stack): ObservedService {
  return observed.running.length > 0 ? observed : { ...observed, running: running(stack) };
}

function running({ rows }: Stack): readonly ServiceId[] {
  return [...rows.values()].filter(({ status }) => isUp(status)).map(({ id }) => id);
}

/** Newest versions, by names such as `sonarr/api-key`. */
export function versions(numbers: Readonly<Record<string, number>>): ReadonlyMap<SecretPath, number> {
  return new Map(
    Object.entries(numbers).map(([path, version]) => {
      const [owner = '', name = ''] = path.split('/');
      return [secretPath(owner, name), version];
    }),
  );
}

function edgesAround({ edges, rows }: Stack, id: ServiceId): readonly RequiresEdge[] {
  const own = edges.filter(({ consumer, provider }) => consumer === id || provider === id);
  const near = new Set(own.flatMap(({ consumer, provider }) => [consumer, provider]));
  const gateways = edges.filter(
    (edge) => edge.via === 'namespace' && near.has(edge.consumer) && !own.includes(edge),
  );
  const members = new Set(
    own.filter(({ provider, via }) => provider === id && via === 'namespace').map(({ consumer }) => consumer),
  );
  const across = edges.filter(
    (edge) =>
      edge.via !== 'namespace' &&
      !own.includes(edge) &&
      (members.has(edge.consumer) || members.has(edge.provider)) &&
      rows.get(edge.consumer)?.host !== rows.get(edge.provider)?.host,
  );
  return [...own, ...gateways, ...across];
}
