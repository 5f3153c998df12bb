import { randomUUID } from 'node:crypto';
import { serviceWorkflowId } from '#contracts/ids.ts';
import type { Definition } from '#domain/definition.ts';
import { componentName, definitionId, hostId, serviceId } from '#domain/ids.ts';
import type { RequiresEdge, RunReference } from '#domain/service.ts';
import type { ChangeClaim, InstallClaim, ServiceDraft, Transition } from '#ports/service-store.ts';

export const sonarr = serviceId('sonarr');
export const radarr = serviceId('radarr');
export const prowlarr = serviceId('prowlarr');
export const jellyfin = serviceId('jellyfin');
export const local = hostId('local');

export function definition(id: string, category = 'automation'): Definition {
  const main = componentName(id);
  return {
    id: definitionId(id),
    title: id,
    category,
    description: `The program ${id}.`,
    website: 'https://example.org',
    version: '1.0.0',
    provides: [],
    requires: [],
    settings: {},
    secrets: {},
    components: [],
    networks: {},
    volumes: {},
    files: [],
    health: {
      readiness: { type: 'tcp', component: main, port: 80 },
      startSeconds: 30,
      intervalSeconds: 30,
      timeoutSeconds: 5,
      retries: 3,
    },
    links: [],
  };
}

export function draft(id: ServiceDraft['id'], more: Partial<ServiceDraft> = {}): ServiceDraft {
  return {
    id,
    definition: definition(id),
    host: local,
    settings: {},
    sealed: {},
    ports: [],
    origin: 'request',
    ...more,
  };
}

export function requires(
  consumer: RequiresEdge['consumer'],
  provider: RequiresEdge['provider'],
  more: Partial<RequiresEdge> = {},
): RequiresEdge {
  return { consumer, provider, capability: 'indexer-manager', optional: false, via: 'network', ...more };
}

export function claim(
  services: readonly ServiceDraft[],
  edges: readonly RequiresEdge[] = [],
  id: string = randomUUID(),
): InstallClaim {
  return { id, services, edges };
}

/** A service with prowlarr, which it requires and brings along as a dependency. */
export function claimWithProwlarr(consumer: ServiceDraft['id'], id?: string): InstallClaim {
  const services = [draft(consumer), draft(prowlarr, { origin: 'dependency' })];
  return claim(services, [requires(consumer, prowlarr)], id);
}

/** An update of sonarr, unless told otherwise, asked for now. */
export function changing(more: Partial<ChangeClaim> = {}): ChangeClaim {
  return { id: randomUUID(), at: new Date().toISOString(), operation: 'update', service: sonarr, ...more };
}

export function runOf(id: ServiceDraft['id']): RunReference {
  return { workflowId: serviceWorkflowId(id), runId: randomUUID() };
}

export type ChangeOptions = Partial<Omit<Transition, 'event'>> & {
  readonly event?: string;
  readonly time?: string;
};

export function change(
  service: Transition['service'],
  to: Transition['to'],
  run: RunReference,
  { event = randomUUID(), time = new Date().toISOString(), ...more }: ChangeOptions = {},
): Transition {
  return {
    service,
    to,
    cause: `it became ${to}`,
    run,
    release: false,
    event: { id: event, correlationId: 'request-1', time },
    ...more,
  };
}
