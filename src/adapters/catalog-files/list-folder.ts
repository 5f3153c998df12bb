import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';

export interface FolderListing {
  /** In order of their names. */
  readonly entries: readonly Dirent[];
  /** Why there is no listing. */
  readonly reason?: string;
}

export async function listFolder(folder: string): Promise<FolderListing> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return { entries: entries.sort((a, b) => (a.name < b.name ? -1 : 1)) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { entries: [], reason: `is a folder that cannot be read (${code})` };
  }
}
