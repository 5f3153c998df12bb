import type { Definition } from '#domain/definition.ts';
import type { Fault } from '#domain/errors.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { PublishedPort } from '#domain/service.ts';

/** Where a service's ports are on its host. Of those that it has already, each stays where it is. */
export function hostPorts(
  { components }: Definition,
  offset = 0,
  had: readonly PublishedPort[] = [],
): readonly PublishedPort[] {
  return components.flatMap(({ ports }) =>
    ports.map(({ container, protocol }) => {
      const kept = had.find((port) => port.container === container && port.protocol === protocol);
      return kept ?? { container, protocol, host: container + offset };
    }),
  );
}

export function portFaults(service: ServiceId, ports: readonly PublishedPort[]): readonly Fault[] {
  return ports
    .filter(({ host }) => host > 65_535)
    .map(({ container, host }) => ({
      field: 'network.portOffset',
      reason: `puts port ${container} of ${service} at ${host}; ports end at 65535`,
    }));
}
