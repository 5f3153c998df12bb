import { realpath } from 'node:fs/promises';
import { hasCode } from '#platform/files.ts';
import { isWithin, mountsBelow } from '#platform/mounts.ts';
import { CommandFailure } from '../failure.ts';
import type { InstanceFolders } from './instance-folders.ts';

/**
 * Refuses a removal that could reach what must stay: neither may contain the other, links resolved, and nothing may be mounted
 * below what goes (a data folder that is bind-mounted there would be emptied).
 */
export async function checkFolders({ going, staying }: InstanceFolders): Promise<void> {
  const kept = await Promise.all(staying.map(resolved));
  for (const folder of going) {
    const real = await resolved(folder);
    const data = kept.find((path) => isWithin(path, real) || isWithin(real, path));
    if (data !== undefined) throw refusal(`${folder} and the data folder ${data} lie within each other`);
    const [mount] = await mountsBelow(real).catch(nothingBelow);
    if (mount !== undefined) throw refusal(`${mount} is mounted below ${folder}`);
  }
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

function nothingBelow(error: unknown): readonly string[] {
  if (hasCode(error, 'ENOENT')) return [];
  throw error;
}

function refusal(reason: string): CommandFailure {
  return new CommandFailure(
    'conflict',
    'data-at-risk',
    `Nothing was removed: ${reason}.`,
    'Move one of them, or remove by hand what is to go.',
  );
}
