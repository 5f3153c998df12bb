import { type Engine, orAbsent, statusOf } from './engine.ts';
import { registryRepository } from './load-image.ts';
import { instanceLabel, refuseForeign, registryName, removeContainer } from './registry.ts';

/** Takes away the instance's registry, and the images that were pulled from it and serve no container. */
export async function removeRegistry(engine: Engine, instance: string): Promise<void> {
  const name = registryName(instance);
  const container = engine.docker.getContainer(name);
  const found = await orAbsent(engine.call(`inspect ${name}`, container.inspect()));
  if (found !== undefined) {
    refuseForeign(found, instance);
    const port = found.HostConfig.PortBindings?.['5000/tcp']?.[0]?.HostPort;
    await removeContainer(engine, name);
    // Once the registry is gone these names can never be pulled again, so they are of use to nobody.
    if (port !== undefined) await removeImages(engine, `127.0.0.1:${port}/`);
  }
  if (await isLast(engine)) await removeImages(engine, `${registryRepository}:`);
}

/** The registry's image is shared by the instances of this machine. */
async function isLast(engine: Engine): Promise<boolean> {
  const filters = { label: [instanceLabel] };
  const others = await engine.call('list registries', engine.docker.listContainers({ all: true, filters }));
  return others.length === 0;
}

async function removeImages(engine: Engine, prefix: string): Promise<void> {
  const images = await engine.call('list images', engine.docker.listImages());
  const names = images.flatMap((image) => [...(image.RepoTags ?? []), ...(image.RepoDigests ?? [])]);
  for (const name of names.filter((candidate) => candidate.startsWith(prefix)))
    await removeImage(engine, name);
}

async function removeImage(engine: Engine, name: string): Promise<void> {
  try {
    await orAbsent(engine.call(`remove ${name}`, engine.docker.getImage(name).remove()));
  } catch (error) {
    // 409: a container still uses it.
    if (statusOf(error) !== 409) throw error;
  }
}
