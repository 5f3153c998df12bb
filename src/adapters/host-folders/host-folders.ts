import { chmod, chown, lstat, mkdir, realpath, rm } from 'node:fs/promises';
import { DomainError } from '#domain/errors.ts';
import { isWithin, mountsBelow } from '#platform/mounts.ts';
import type { HostFolders } from '#ports/host-folders.ts';
import { putBack, save } from './snapshots.ts';
import { createTurns } from './turns.ts';

/** Folders of the machine that the worker runs on; work on one of them happens in turn. */
export function createHostFolders(): HostFolders {
  const inTurn = createTurns();
  return {
    ensure: (path, owner, signal) =>
      refusing(path, signal, () => inTurn(path, signal, () => ensure(path, owner))),
    remove: (path, apartFrom, signal) =>
      refusing(path, signal, () => inTurn(path, signal, () => remove(path, apartFrom))),
    exists: (path) => refusing(path, undefined, () => isThere(path)),
    save: (path, at, signal) =>
      refusing(path, signal, () => inTurn(path, signal, () => save(path, at, signal))),
    putBack: (at, path, apartFrom, signal) =>
      refusing(path, signal, () =>
        inTurn(path, signal, async () => {
          await assertRemovable(path, apartFrom);
          return putBack(at, path, signal);
        }),
      ),
  };
}

async function ensure(
  path: string,
  { uid, gid, mode }: { readonly uid: number; readonly gid: number; readonly mode: number },
): Promise<'created' | 'present'> {
  if (await isThere(path)) return 'present';
  // Parents above the instance's roots are made as they come; only the folder itself gets the owner.
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return 'present';
  await chmod(path, mode);
  await own(path, uid, gid);
  return 'created';
}

/** Only root may give a folder away; another user's folders are already its own, or cannot be what is asked for. */
async function own(path: string, uid: number, gid: number): Promise<void> {
  const mine = process.getuid?.();
  if (mine === 0) await chown(path, uid, gid);
  else if (mine !== uid) {
    await rm(path, { recursive: true });
    const reason = `it must belong to user ${uid}, and the worker runs as ${mine}`;
    throw new DomainError('directory-unusable', `${path} cannot be made: ${reason}.`);
  }
}

/**
 * A link in place of the folder is removed as a link: nothing behind it is touched. What is mounted below, such as the user's
 * data, would be emptied along with the folder, so nothing goes then.
 */
async function remove(path: string, apartFrom: string): Promise<'removed' | 'absent'> {
  if (!(await assertRemovable(path, apartFrom))) return 'absent';
  await rm(path, { recursive: true });
  return 'removed';
}

/** False when there is nothing. */
async function assertRemovable(path: string, apartFrom: string): Promise<boolean> {
  const found = await lstat(path).catch(absentAsUndefined);
  if (found === undefined) return false;
  if (found.isDirectory() && (await overlaps(path, apartFrom))) {
    throw new DomainError(
      'directory-unusable',
      `${path} cannot be removed: it lies with the data in ${apartFrom}.`,
    );
  }
  const [mount] = found.isDirectory() ? await mountsBelow(path) : [];
  if (mount !== undefined) {
    throw new DomainError('directory-unusable', `${path} cannot be removed: ${mount} is mounted below it.`);
  }
  return true;
}

async function isThere(path: string): Promise<boolean> {
  const found = await lstat(path).catch(absentAsUndefined);
  if (found === undefined) return false;
  if (found.isDirectory() || found.isSymbolicLink()) return true;
  throw new DomainError('directory-unusable', `${path} is there, but it is not a folder.`);
}

function absentAsUndefined(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}

async function refusing<Result>(
  path: string,
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (signal?.aborted === true || error instanceof DomainError || !(error instanceof Error)) throw error;
    throw new DomainError('directory-unusable', `${path}: ${error.message}.`, { cause: error });
  }
}

/** A link anywhere above can make two paths one place. */
async function overlaps(path: string, other: string): Promise<boolean> {
  const [one, two] = [await realpath(path), await realpath(other).catch(absentAsUndefined)];
  return two !== undefined && (isWithin(one, two) || isWithin(two, one));
}
