import type { HostFolders } from '#ports/host-folders.ts';

export interface MemoryFolders extends HostFolders {
  /** Path and owner of what is there. */
  readonly folders: ReadonlyMap<string, string>;
}

/** Folders in memory. A folder goes with all that is below it. */
export function createMemoryFolders(...existing: readonly string[]): MemoryFolders {
  const folders = new Map(existing.map((path) => [path, 'someone']));
  return {
    folders,
    ensure: async (path, { uid, gid, mode }) => {
      if (folders.has(path)) return 'present';
      folders.set(path, `${uid}:${gid} ${mode.toString(8)}`);
      return 'created';
    },
    remove: async (path) => {
      if (!folders.has(path)) return 'absent';
      for (const one of folders.keys()) if (`${one}/`.startsWith(`${path}/`)) folders.delete(one);
      return 'removed';
    },
    exists: async (path) => folders.has(path),
    save: async (path, { shelf, name }) => {
      const kept = `${shelf}/${name}`;
      if (folders.has(kept)) return 'present';
      const owner = folders.get(path);
      if (owner === undefined) return 'absent';
      folders.set(kept, owner);
      return 'saved';
    },
    putBack: async ({ shelf, name }, path) => {
      const kept = folders.get(`${shelf}/${name}`);
      if (kept === undefined) return 'absent';
      folders.set(path, kept);
      return 'restored';
    },
  };
}
