import { createHash } from 'node:crypto';
import { DomainError } from '#domain/errors.ts';
import type { InstanceId, ServiceId } from '#domain/ids.ts';
import { instanceSettings } from '#domain/instance-settings.ts';
import type { PlanningInput } from '#domain/plan/input.ts';
import type { RequiresEdge, Service } from '#domain/service.ts';
import type { HostStore } from '#ports/host-store.ts';
import type { SecretStore } from '#ports/secret-store.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import type { SettingsStore } from '#ports/settings-store.ts';

export interface PlanningPorts {
  readonly instance: { readonly id: InstanceId; readonly name: string };
  readonly services: Pick<ServiceStore, 'get' | 'edges'>;
  readonly settings: Pick<SettingsStore, 'read'>;
  readonly secrets: SecretStore;
  readonly hostStore: Pick<HostStore, 'list'>;
}

/** Reads everything that planning looks at, but what the host sees. Error: `not-found`, `missing-settings`. */
export async function planningContext(
  id: ServiceId,
  ports: PlanningPorts,
): Promise<Omit<PlanningInput, 'observed'>> {
  const [service, edges, settings, secretVersions, hosts] = await Promise.all([
    ports.services.get(id),
    ports.services.edges(id),
    readSettings(ports.settings),
    ports.secrets.versions(id),
    hostsOf(ports.hostStore),
  ]);
  if (service === undefined) throw new DomainError('not-found', `There is no service ${id}.`);
  const around = await surroundings(service, edges, ports.services);
  return { instance: ports.instance, settings, service, secretVersions, digest, hosts, ...around };
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function readSettings(store: PlanningPorts['settings']): Promise<PlanningInput['settings']> {
  const read = instanceSettings((await store.read()).values);
  if ('settings' in read) return read.settings;
  throw new DomainError('missing-settings', 'The instance’s settings are not complete.', {
    faults: read.faults,
  });
}

async function hostsOf(store: PlanningPorts['hostStore']): Promise<PlanningInput['hosts']> {
  return new Map((await store.list()).map(({ id, kind, address }) => [id, { id, kind, address }]));
}

/** Direct neighbours, the gateways of those that sit in another's network namespace, and whom its own members know on other hosts. */
async function surroundings(
  { id, host }: Service,
  edges: readonly RequiresEdge[],
  services: PlanningPorts['services'],
): Promise<Pick<PlanningInput, 'edges' | 'neighbours'>> {
  const near = new Set(endsOf(edges).filter((other) => other !== id));
  const further = (await Promise.all([...near].map((other) => services.edges(other))))
    .flat()
    .filter(({ provider, consumer }) => provider !== id && consumer !== id);
  const gateways = further.filter(({ consumer, via }) => via === 'namespace' && near.has(consumer));
  const members = new Set(edges.filter((edge) => isMember(edge, id)).map(({ consumer }) => consumer));
  const known = further.filter(({ consumer, provider }) => members.has(consumer) || members.has(provider));
  const rows = await rowsOf([...near, ...endsOf([...gateways, ...known])], services);
  const isElsewhere = (other: ServiceId) => rows.has(other) && rows.get(other)?.host !== host;
  const across = known.filter((edge) => !gateways.includes(edge) && endsOf([edge]).some(isElsewhere));
  const added = [...gateways, ...across];
  const ids = new Set([...near, ...endsOf(added)]);
  return {
    neighbours: new Map([...rows].filter(([other]) => ids.has(other))),
    edges: [...edges, ...added],
  };
}

function endsOf(edges: readonly RequiresEdge[]): readonly ServiceId[] {
  return edges.flatMap(({ consumer, provider }) => [consumer, provider]);
}

function isMember({ provider, via }: RequiresEdge, gateway: ServiceId): boolean {
  return provider === gateway && via === 'namespace';
}

async function rowsOf(
  ids: readonly ServiceId[],
  services: PlanningPorts['services'],
): Promise<ReadonlyMap<ServiceId, Service>> {
  const rows = await Promise.all([...new Set(ids)].map((id) => services.get(id)));
  return new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.id, row]])));
}
