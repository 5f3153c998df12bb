import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

export type TextReading = { readonly text: string } | { readonly reason: string };

/** The text of a regular file of at most `limit` bytes, or why it cannot be had. */
export async function readText(path: string, limit: number): Promise<TextReading> {
  try {
    // Not blocking, so that a pipe put in the file's place cannot hold the loader.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const { size, isRegular } = await file
        .stat()
        .then((stat) => ({ size: stat.size, isRegular: stat.isFile() }));
      if (!isRegular) return { reason: 'is not a regular file' };
      if (size > limit) return { reason: `is larger than ${limit / 1024} KiB` };
      return { text: new TextDecoder('utf-8', { fatal: true }).decode(await file.readFile()) };
    } finally {
      await file.close();
    }
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof TypeError) return 'is not UTF-8 text';
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'does not exist';
  return `cannot be read (${typeof code === 'string' ? code : String(error)})`;
}
