import { open, realpath } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { DomainError } from '#domain/errors.ts';
import { inParallel } from './parallel.ts';
import { exitCodeOf, run } from './run.ts';

const libraryFolders = ['usr/lib/x86_64-linux-gnu', 'usr/lib'];
const loader = 'usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2';

/**
 * The shared libraries that the files load, as paths below the tree. The tree's own dynamic loader is asked, so that
 * its rules apply and not a copy of them; it only maps the files, and needs neither root nor chroot.
 */
export async function librariesOf(
  tree: string,
  files: readonly string[],
  signal?: AbortSignal,
): Promise<Set<string>> {
  const programs = (await inParallel(files, 8, async (file) => ((await isElf(file)) ? [file] : []))).flat();
  const lists = await inParallel(programs, 4, (file) => listLibraries(tree, file, signal));
  const found = new Set<string>();
  for (const library of lists.flat()) found.add(library);
  return found;
}

async function listLibraries(tree: string, file: string, signal?: AbortSignal): Promise<string[]> {
  if (!(await isDynamic(tree, file, signal))) return [];
  const path = libraryFolders.map((folder) => join(tree, folder)).join(':');
  const args = ['--inhibit-cache', '--library-path', path, '--list', file];
  const root = await realpath(tree);
  const text = await run(join(tree, loader), args, { timeoutMs: 20_000, ...(signal && { signal }) });
  return text.split('\n').flatMap((line) => {
    const target = /=> (\/\S+) \(0x/.exec(line)?.[1];
    if (line.includes('not found') || target?.startsWith(root) === false) throw missing(line, file);
    return target === undefined ? [] : [relative(root, target)];
  });
}

/** `--verify` ends with 0 for a program, 2 for a library, 1 for what is linked statically: `--list` crashes on that. */
async function isDynamic(tree: string, file: string, signal?: AbortSignal): Promise<boolean> {
  try {
    await run(join(tree, loader), ['--verify', file], { timeoutMs: 20_000, ...(signal && { signal }) });
    return true;
  } catch (error) {
    if (exitCodeOf(error) === 2) return true;
    if (exitCodeOf(error) === 1) return false;
    throw error;
  }
}

async function isElf(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && buffer.equals(Buffer.from('\x7fELF', 'latin1'));
  } finally {
    await handle.close();
  }
}

function missing(line: string, file: string): DomainError {
  return new DomainError(
    'internal',
    `${file} needs a library that the lab's packages do not hold: ${line.trim()}`,
  );
}
