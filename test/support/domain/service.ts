import type { Definition } from '#domain/definition.ts';
import { hostId, type ServiceId, serviceId } from '#domain/ids.ts';
import type { RequiresEdge, Service } from '#domain/service.ts';

/** A row as it is after its claim: wanted running, and nothing was done for it yet. */
export function aService(
  definition: Definition,
  { id = definition.id, ...more }: Partial<Omit<Service, 'id'>> & { readonly id?: string } = {},
): Service {
  return {
    id: serviceId(id),
    definition,
    host: hostId('local'),
    desired: 'running',
    status: 'absent',
    health: 'unknown',
    since: '2030-01-01T00:00:00.000Z',
    settings: {},
    sealed: {},
    ports: definition.components.flatMap(({ ports }) =>
      ports.map(({ container, protocol }) => ({ container, protocol, host: container })),
    ),
    links: {},
    origin: 'request',
    revision: 1,
    ...more,
  };
}

/** `consumer` requires `provider` for the capability of that name. */
export function anEdge(
  consumer: string,
  provider: string,
  more: Partial<Omit<RequiresEdge, 'consumer' | 'provider'>> = {},
): RequiresEdge {
  return { ...ends(consumer, provider), capability: provider, optional: false, via: 'network', ...more };
}

function ends(consumer: string, provider: string): { consumer: ServiceId; provider: ServiceId } {
  return { consumer: serviceId(consumer), provider: serviceId(provider) };
}
