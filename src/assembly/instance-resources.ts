import { createDockerRuntime, type DockerRuntime } from '#adapters/docker/runtime.ts';
import { instanceId } from '#domain/ids.ts';

export interface InstanceAddress {
  readonly instance: { readonly id: string; readonly name: string };
  readonly dockerHost?: string;
}

/** Engine names of everything that carries the instance's label. */
export interface InstanceResources {
  readonly containers: readonly {
    readonly name: string;
    readonly service: string;
    readonly running: boolean;
  }[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
}

/** For `showrunner down`: works with every other process of the control plane gone. Only what carries the label is seen. */
export function listInstanceResources(address: InstanceAddress): Promise<InstanceResources> {
  return withRuntime(address, list);
}

/** Stops the instance's containers, all at once; each gets its grace. They stay stopped until they are started again. */
export function stopInstanceContainers(
  address: InstanceAddress,
  graceSeconds: number,
): Promise<InstanceResources> {
  return withRuntime(address, async (runtime) => {
    const resources = await list(runtime);
    const running = resources.containers.filter((container) => container.running);
    await Promise.all(running.map(({ name }) => runtime.stopContainer(name, graceSeconds)));
    return resources;
  });
}

/** Removes the instance's containers, networks and volumes, and says what they were. Folders are the caller's business. */
export function removeInstanceResources(
  address: InstanceAddress,
  graceSeconds: number,
): Promise<InstanceResources> {
  return withRuntime(address, async (runtime) => {
    const resources = await list(runtime);
    await Promise.all(
      resources.containers.map(async ({ name }) => {
        await runtime.stopContainer(name, graceSeconds);
        await runtime.removeContainer(name);
      }),
    );
    await Promise.all(resources.networks.map((name) => runtime.removeNetwork(name)));
    await Promise.all(resources.volumes.map((name) => runtime.removeVolume(name)));
    return resources;
  });
}

async function list(runtime: DockerRuntime): Promise<InstanceResources> {
  const [containers, networks, volumes] = await Promise.all([
    runtime.listContainers(),
    runtime.listNetworks(),
    runtime.listVolumes(),
  ]);
  const seen = containers.map(({ name, service, state }) => ({
    name,
    service,
    running: state === 'running',
  }));
  return { containers: seen, networks, volumes };
}

async function withRuntime<Result>(
  { instance, dockerHost }: InstanceAddress,
  work: (runtime: DockerRuntime) => Promise<Result>,
): Promise<Result> {
  const identity = { id: instanceId(instance.id), name: instance.name };
  const runtime = createDockerRuntime({
    instance: identity,
    ...(dockerHost === undefined ? {} : { dockerHost }),
  });
  try {
    return await work(runtime);
  } finally {
    await runtime.close();
  }
}
