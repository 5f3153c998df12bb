import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '#platform/files.ts';

/** Removes what a crash left of a write or a removal. Only old pieces: a young one may be another process's work in progress. */
export async function sweepLeftovers(root: string, now: number = Date.now()): Promise<void> {
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (entry.name.startsWith('.')) await removeIfOld(join(entry.parentPath, entry.name), now);
  }
}

const oldMs = 3_600_000;

async function removeIfOld(path: string, now: number): Promise<void> {
  try {
    const { mtimeMs } = await stat(path);
    if (now - mtimeMs > oldMs) await rm(path, { recursive: true, force: true });
  } catch (error) {
    // Another process swept it first.
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}
