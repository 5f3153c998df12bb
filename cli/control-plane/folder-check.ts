import { realpath } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { hasCode, readFileIfPresent } from '#platform/files.ts';
import { CommandFailure } from '../failure.ts';
import type { InstanceFolders } from './instance-folders.ts';

/**
 * Refuses a removal that could reach what must stay: neither may contain the other, links resolved, and nothing may be mounted
 * below what goes (a data folder that is bind-mounted there would be emptied).
 */
export async function checkFolders({ going, staying }: InstanceFolders): Promise<void> {
  const mounts = readMountPoints((await readFileIfPresent('/proc/self/mountinfo')) ?? '');
  const kept = await Promise.all(staying.map(resolved));
  for (const folder of going) {
    const real = await resolved(folder);
    const data = kept.find((path) => isWithin(path, real) || isWithin(real, path));
    if (data !== undefined) throw refusal(`${folder} and the data folder ${data} lie within each other`);
    const mount = mounts.find((path) => path !== real && isWithin(path, real));
    if (mount !== undefined) throw refusal(`${mount} is mounted below ${folder}`);
  }
}

export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`));
}

/** Mount points in the form of proc_pid_mountinfo(5): the fifth field, with some characters in octal. */
export function readMountPoints(mountinfo: string): readonly string[] {
  return mountinfo.split('\n').flatMap((line) => {
    const point = line.split(' ')[4];
    if (point === undefined) return [];
    return [
      point.replaceAll(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))),
    ];
  });
}

/** A folder that is not there contains nothing; its path as it is written is all that is known. */
async function resolved(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return path;
    throw error;
  }
}

function refusal(reason: string): CommandFailure {
  return new CommandFailure(
    'conflict',
    'data-at-risk',
    `Nothing was removed: ${reason}.`,
    'Move one of them, or remove by hand what is to go.',
  );
}
