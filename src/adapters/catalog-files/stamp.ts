import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Changes whenever a file of the catalog, or the overlay, is written, added or removed. */
export async function stampOf(folder: string, overlayFile: string | undefined): Promise<string> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const paths = names.sort().map((name) => join(folder, name));
  const stamps = await Promise.all(
    [...paths, ...(overlayFile === undefined ? [] : [overlayFile])].map(stampOfFile),
  );
  return stamps.join('\n');
}

async function stampOfFile(path: string): Promise<string> {
  // A file that went away meanwhile changes the stamp like one that was written.
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return `${path} ${found?.mtimeNs ?? 'absent'} ${found?.size ?? ''} ${found?.ino ?? ''}`;
}
