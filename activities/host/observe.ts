import type { ServiceId } from '#domain/ids.ts';
import type { ObservedContainer, ObservedService } from '#domain/observed.ts';
import type { ContainerRuntime } from '#ports/container-runtime.ts';
import type { HostFolders } from '#ports/host-folders.ts';
import type { Looking } from '../central/contract.ts';

/** Looks once at all that a plan depends on. Never reads values of environment variables. */
export function observe(ports: { readonly runtime: ContainerRuntime; readonly folders: HostFolders }) {
  return async ({ service, images, folders }: Looking): Promise<ObservedService> => {
    const { runtime } = ports;
    const at = new Date().toISOString();
    const [all, networks, volumes, present, existing] = await Promise.all([
      runtime.listContainers(),
      runtime.listNetworks(),
      runtime.listVolumes(),
      Promise.all(
        images.map(async ({ image, digest }) => ((await runtime.hasImage(image, digest)) ? [image] : [])),
      ),
      Promise.all(folders.map(async (path) => ((await ports.folders.exists(path)) ? [path] : []))),
    ]);
    const containers = all.filter((container) => container.service === service);
    return {
      at,
      service,
      containers,
      running: runningServices(all),
      networks,
      volumes,
      images: present.flat(),
      folders: existing.flat(),
    };
  };
}

function runningServices(containers: readonly ObservedContainer[]): readonly ServiceId[] {
  const down = new Set(containers.filter(({ state }) => state !== 'running').map(({ service }) => service));
  const all = new Set(containers.map(({ service }) => service));
  return [...all].filter((service) => !down.has(service)).sort();
}
