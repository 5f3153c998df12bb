import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');

/**
 * Writes a generated file, or with `--check` only compares it: a stale one ends the process with 1, so that what is in the
 * repository is always what its sources say.
 */
export async function putGenerated(path: string, content: string, args = process.argv): Promise<void> {
  const file = join(root, path);
  if ((await readIfThere(file)) === content) return;
  if (args.includes('--check')) {
    process.stderr.write(`${relative(root, file)} is stale; run the generator and commit the result.\n`);
    process.exitCode = 1;
    return;
  }
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  process.stdout.write(`wrote ${relative(root, file)}\n`);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
