import type { ServiceId } from '#domain/ids.ts';
import type { ContainerRuntime } from '#ports/container-runtime.ts';

type Engine = Pick<ContainerRuntime, 'listContainers' | 'setRestart'>;

/** See `HostActivities.letRest`. */
export function letRest(runtime: Engine): (service: ServiceId) => Promise<void> {
  return async (service) => {
    for (const { name } of await runtime.listContainers({ service })) await runtime.setRestart(name, false);
  };
}

/** See `HostActivities.keepUp`. One that does not run may have been stopped meanwhile, and is to stay so. */
export function keepUp(runtime: Engine): (service: ServiceId) => Promise<void> {
  return async (service) => {
    const found = await runtime.listContainers({ service });
    for (const { name } of found.filter(({ state }) => state === 'running'))
      await runtime.setRestart(name, true);
  };
}
