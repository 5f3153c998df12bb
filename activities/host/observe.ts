import type { ObservedService } from '#domain/observed.ts';
import type { ContainerRuntime } from '#ports/container-runtime.ts';
import type { HostFolders } from '#ports/host-folders.ts';
import type { Looking } from '../central/contract.ts';

/** Looks once at all that a plan depends on. Never reads values of environment variables. */
export function observe(ports: { readonly runtime: ContainerRuntime; readonly folders: HostFolders }) {
  return async ({ service, images, folders }: Looking): Promise<ObservedService> => {
    const { runtime } = ports;
    const [containers, networks, volumes, present, existing] = await Promise.all([
      runtime.listContainers({ service }),
      runtime.listNetworks(),
      runtime.listVolumes(),
      Promise.all(
        images.map(async ({ image, digest }) => ((await runtime.hasImage(image, digest)) ? [image] : [])),
      ),
      Promise.all(folders.map(async (path) => ((await ports.folders.exists(path)) ? [path] : []))),
    ]);
    return { service, containers, networks, volumes, images: present.flat(), folders: existing.flat() };
  };
}
