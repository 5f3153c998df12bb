import type { ServiceId } from '#domain/ids.ts';
import type { ContainerRuntime } from '#ports/container-runtime.ts';

/** See `HostActivities.letRest`. */
export function letRest(
  runtime: Pick<ContainerRuntime, 'listContainers' | 'setRestart'>,
): (service: ServiceId) => Promise<void> {
  return async (service) => {
    for (const { name } of await runtime.listContainers({ service })) await runtime.setRestart(name, false);
  };
}
