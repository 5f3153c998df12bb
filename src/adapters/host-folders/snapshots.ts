import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hasCode } from '#platform/files.ts';
import type { SnapshotAt } from '#ports/host-folders.ts';

const run = promisify(execFile);
/** A `cp` that outlived its process may still write into what it left. */
const thorough = { recursive: true, force: true, maxRetries: 5 } as const;

/**
 * See `HostFolders.save`. Each try writes under a name of its own, so that what is given the snapshot's name is one try's whole
 * work.
 */
export async function save(
  path: string,
  { shelf, name }: SnapshotAt,
  signal?: AbortSignal,
): Promise<'saved' | 'present' | 'absent'> {
  const target = join(shelf, name);
  if (await isThere(target)) return 'present';
  if (!(await isThere(path))) return 'absent';
  const partial = join(shelf, `${name}.partial.${randomUUID()}`);
  // What a service keeps may be secret, and it is read here by its owner or root alone.
  await mkdir(shelf, { recursive: true, mode: 0o700 });
  try {
    await copy(path, partial, signal);
    await rename(partial, target);
  } catch (error) {
    await rm(partial, thorough);
    // A folder takes the place of nothing but an empty one.
    if (hasCode(error, 'ENOTEMPTY') || hasCode(error, 'EEXIST')) return 'present';
    throw error;
  }
  for (const other of await readdir(shelf)) {
    if (other !== name) await rm(join(shelf, other), thorough);
  }
  return 'saved';
}

/** See `HostFolders.putBack`. In place, so that a folder which is a link or a mount stays one. */
export async function putBack(
  { shelf, name }: SnapshotAt,
  path: string,
  signal?: AbortSignal,
): Promise<'restored' | 'absent'> {
  const snapshot = join(shelf, name);
  if (!(await isThere(snapshot))) return 'absent';
  await mkdir(path, { recursive: true });
  for (const entry of await readdir(path)) {
    signal?.throwIfAborted();
    await rm(join(path, entry), thorough);
  }
  await copy(snapshot, path, signal);
  return 'restored';
}

/**
 * By `cp`, which keeps owners, times, links and holes, and shares blocks where the file system can. Ends only once `cp` has:
 * what is killed may be at work for a moment more.
 */
async function copy(from: string, to: string, signal: AbortSignal | undefined): Promise<void> {
  await mkdir(to, { recursive: true });
  signal?.throwIfAborted();
  const copying = run('cp', ['--archive', '--reflink=auto', '--', `${from}/.`, to]);
  const ended = once(copying.child, 'close');
  const stop = () => copying.child.kill('SIGKILL');
  signal?.addEventListener('abort', stop);
  try {
    await copying;
  } catch (error) {
    await ended;
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
  signal?.throwIfAborted();
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
