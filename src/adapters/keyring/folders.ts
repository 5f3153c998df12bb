import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasCode } from '#platform/files.ts';

/** Makes folders that only their owner may enter, each inside the one before, and lasting through a power cut. */
export async function ensureFolder(...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if (await makeFolder(path)) await syncFolder(dirname(path));
  }
}

export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path, { mode: 0o700 });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}
