import { execFile } from 'node:child_process';
import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hasCode } from '#platform/files.ts';
import type { SnapshotAt } from '#ports/host-folders.ts';

const run = promisify(execFile);

/** See `HostFolders.save`. What was begun and not ended bears another name, and is begun anew. */
export async function save(
  path: string,
  { shelf, name }: SnapshotAt,
): Promise<'saved' | 'present' | 'absent'> {
  const target = join(shelf, name);
  if (await isThere(target)) return 'present';
  if (!(await isThere(path))) return 'absent';
  const partial = join(shelf, `${name}.partial`);
  await rm(partial, { recursive: true, force: true });
  // What a service keeps may be secret, and it is read here by its owner or root alone.
  await mkdir(shelf, { recursive: true, mode: 0o700 });
  await copy(path, partial);
  await rename(partial, target);
  for (const other of await readdir(shelf)) {
    if (other !== name) await rm(join(shelf, other), { recursive: true });
  }
  return 'saved';
}

/** See `HostFolders.putBack`. In place, so that a folder which is a link or a mount stays one. */
export async function putBack({ shelf, name }: SnapshotAt, path: string): Promise<'restored' | 'absent'> {
  const snapshot = join(shelf, name);
  if (!(await isThere(snapshot))) return 'absent';
  await mkdir(path, { recursive: true });
  for (const entry of await readdir(path)) await rm(join(path, entry), { recursive: true });
  await copy(snapshot, path);
  return 'restored';
}

/** By `cp`, which keeps owners, times, links and holes, and shares blocks where the file system can. */
async function copy(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await run('cp', ['--archive', '--reflink=auto', '--', `${from}/.`, to]);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}
