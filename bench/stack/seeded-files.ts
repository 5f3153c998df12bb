import { join } from 'node:path/posix';
import type { ContainerMount, ContainerSpec } from '#domain/container.ts';

/** A file on the host that must be there before the containers start. */
export interface SeededFile {
  readonly path: string;
  readonly content: string;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

export interface Seed extends SeededFile {
  readonly container: string;
}

export interface PlacedFiles {
  readonly files: readonly SeededFile[];
  /** Files outside of every mounted folder, by container: each is mounted by itself. */
  readonly mounts: ReadonlyMap<string, readonly ContainerMount[]>;
}

/** Showrunner puts files into containers; for Compose they lie in a mounted folder, or are mounted one by one. */
export function placeFiles(
  containers: readonly ContainerSpec[],
  seeds: readonly Seed[],
  folder: string,
): PlacedFiles {
  const files: SeededFile[] = [];
  const mounts = new Map<string, readonly ContainerMount[]>();
  for (const { container, path, ...file } of seeds) {
    const spec = containers.find(({ name }) => name === container);
    const mounted = spec?.mounts.find(
      (mount) => mount.type === 'folder' && path.startsWith(`${mount.path}/`),
    );
    const source =
      mounted === undefined
        ? join(folder, `${container}${path.replaceAll('/', '-')}`)
        : join(mounted.source, path.slice(mounted.path.length));
    files.push({ ...file, path: source });
    if (mounted !== undefined) continue;
    const mount: ContainerMount = { type: 'folder', source, path, readOnly: false };
    mounts.set(container, [...(mounts.get(container) ?? []), mount]);
  }
  return { files, mounts };
}
