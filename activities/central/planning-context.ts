import { createHash } from 'node:crypto';
import { DomainError } from '#domain/errors.ts';
import type { InstanceId, ServiceId } from '#domain/ids.ts';
import { instanceSettings } from '#domain/instance-settings.ts';
import type { PlanningInput } from '#domain/plan/input.ts';
import type { RequiresEdge, Service } from '#domain/service.ts';
import type { SecretStore } from '#ports/secret-store.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import type { SettingsStore } from '#ports/settings-store.ts';

export interface PlanningPorts {
  readonly instance: { readonly id: InstanceId; readonly name: string };
  readonly services: Pick<ServiceStore, 'get' | 'edges'>;
  readonly settings: Pick<SettingsStore, 'read'>;
  readonly secrets: SecretStore;
}

/** Reads everything that planning looks at, but what the host sees. Error: `not-found`, `missing-settings`. */
export async function planningContext(
  id: ServiceId,
  ports: PlanningPorts,
): Promise<Omit<PlanningInput, 'observed'>> {
  const [service, edges, settings, secretVersions] = await Promise.all([
    ports.services.get(id),
    ports.services.edges(id),
    readSettings(ports.settings),
    ports.secrets.versions(id),
  ]);
  if (service === undefined) throw new DomainError('not-found', `There is no service ${id}.`);
  const around = await surroundings(id, edges, ports.services);
  return { instance: ports.instance, settings, service, secretVersions, digest, ...around };
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

/** Direct neighbours, and the gateways of those that sit in another's network namespace. */
async function surroundings(
  id: ServiceId,
  edges: readonly RequiresEdge[],
  services: PlanningPorts['services'],
): Promise<Pick<PlanningInput, 'edges' | 'neighbours'>> {
  const near = new Set(
    edges.flatMap(({ consumer, provider }) => [consumer, provider]).filter((other) => other !== id),
  );
  const further = (await Promise.all([...near].map((other) => services.edges(other)))).flat();
  const gateways = further.filter(({ consumer, via }) => via === 'namespace' && near.has(consumer));
  const ids = new Set([...near, ...gateways.map(({ provider }) => provider)]);
  const rows = await Promise.all([...ids].map((other) => services.get(other)));
  const neighbours = new Map<ServiceId, Service>();
  for (const row of rows) if (row !== undefined) neighbours.set(row.id, row);
  return {
    neighbours,
    edges: [...edges, ...gateways.filter(({ provider, consumer }) => provider !== id && consumer !== id)],
  };
}
