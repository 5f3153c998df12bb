import type { PublishedPort, Service } from './service.ts';

/** The row as it was before the change that is under way. */
export function asBefore({ previous, ...service }: Service): Service {
  if (previous === undefined) return service;
  const { settings, definition, ports = service.ports } = previous;
  return { ...service, settings, definition, ports };
}

/** The row once its change has proved itself. */
export function asProved({ previous, ...service }: Service): Service {
  return { ...service, ports: without(service.ports, previous?.leaving ?? []) };
}

/** The row once a run is at work on it: what the claim wrote is no longer its own to take back. */
export function asBegun(service: Service): Service {
  if (service.previous?.claim === undefined) return service;
  const { claim: _, ...previous } = service.previous;
  return { ...service, previous };
}

/** Those of the service's own port and protocol that are not among the others. */
export function without(
  ports: readonly PublishedPort[],
  others: readonly PublishedPort[],
): readonly PublishedPort[] {
  return ports.filter((port) => !others.some((other) => isSamePort(other, port)));
}

function isSamePort(one: PublishedPort, other: PublishedPort): boolean {
  return one.container === other.container && one.protocol === other.protocol;
}
