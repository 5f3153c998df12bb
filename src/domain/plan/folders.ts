import type { Definition, MountDefinition, VolumeDefinition } from '../definition.ts';
import type { InstanceSettings } from '../instance-settings.ts';
import type { Service } from '../service.ts';

export interface PlannedFolder {
  readonly path: string;
  /** The service's own, under `paths.config`. */
  readonly own: boolean;
}

/** Folder on the host of a volume, or undefined for one that the engine keeps. */
export function volumeFolder(
  service: Pick<Service, 'id'>,
  volume: VolumeDefinition,
  name: string,
  paths: InstanceSettings['paths'],
): string | undefined {
  switch (volume.role) {
    case 'config':
      return name === 'config' ? `${paths.config}/${service.id}` : `${paths.config}/${service.id}/${name}`;
    case 'data':
      return paths.data;
    case 'media':
      return `${paths.data}/media`;
    case 'downloads':
      return `${paths.data}/torrents`;
    case 'cache':
    case 'state':
      return undefined;
  }
}

/** Every folder that must exist before the containers are made, parents first. */
export function foldersOf(service: Service, paths: InstanceSettings['paths']): readonly PlannedFolder[] {
  const folders = new Map<string, PlannedFolder>();
  for (const { volume, mount } of mountedVolumes(service.definition)) {
    const root = volumeFolder(service, volume, mount.volume, paths);
    if (root === undefined) continue;
    const below = [mount.subpath, ...volume.folders].filter((part) => part !== '');
    const top = volume.role === 'config' ? `${paths.config}/${service.id}` : paths.data;
    for (const path of [top, root, ...below.flatMap((part) => withParents(root, part))]) {
      folders.set(path, { path, own: volume.role === 'config' && path === top });
    }
  }
  return [...folders.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function mountedVolumes(
  definition: Definition,
): readonly { readonly volume: VolumeDefinition; readonly mount: MountDefinition }[] {
  return definition.components.flatMap((component) =>
    component.mounts.flatMap((mount) => {
      const volume = definition.volumes[mount.volume];
      return volume === undefined ? [] : [{ volume, mount }];
    }),
  );
}

function withParents(root: string, path: string): readonly string[] {
  const parts = path.split('/');
  return parts.map((_, at) => `${root}/${parts.slice(0, at + 1).join('/')}`);
}
