import type { FileHandle } from 'node:fs/promises';

/** The file's text, or nothing where it is larger. A device or a pipe has no size to ask for, so no more than that is read. */
export async function readBounded(file: FileHandle, largest: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  const stream: AsyncIterable<Buffer> = file.createReadStream({ autoClose: false });
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > largest) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
