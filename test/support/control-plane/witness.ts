import { labels } from '#contracts/labels.ts';
import { serviceId } from '#domain/ids.ts';
import type { RecoveryNote } from '#domain/recovery/recovery.ts';
import { rawDocker } from '#test/support/docker/index.ts';
import type { ControlPlane } from './control-plane.ts';

export type Witness = ReturnType<typeof createWitness>;

/** What can be seen of an instance's services from beside it: rows, events, and the engine's own containers. */
export function createWitness(world: ControlPlane, docker = rawDocker()) {
  const events = (service: string, after: number) =>
    world.ports.events.read({ after, limit: 1000, service: serviceId(service) });
  return {
    /** By its name, whichever container has that now. */
    container: (service: string) => docker.getContainer(`showrunner-${world.home.name}-${service}`),
    /** All that there are of a service, running or not. */
    containers: (service: string) =>
      docker.listContainers({
        all: true,
        filters: { label: [`${labels.instance}=${world.home.id}`, `${labels.service}=${service}`] },
      }),
    row: (service: string) => world.ports.services.get(serviceId(service)),
    memory: async (service: string) => (await world.ports.recoveries.get(serviceId(service))).recovery,
    events,
    /** What recovery told of a service after a position, oldest first. */
    notes: async (service: string, after: number): Promise<readonly RecoveryNote[]> =>
      (await events(service, after)).flatMap((event) =>
        event.type === 'service.recovery' ? [event.data] : [],
      ),
    /** States that the row went through after a position. */
    states: async (service: string, after: number): Promise<readonly string[]> =>
      (await events(service, after)).flatMap((event) =>
        event.type === 'service.changed' ? [`${event.data.status}: ${event.data.cause}`] : [],
      ),
    /** Operations that were begun on a service after a position. */
    operations: async (service: string, after: number): Promise<readonly string[]> =>
      (await events(service, after)).flatMap((event) =>
        event.type === 'task.opened' ? [event.data.operation] : [],
      ),
  };
}
