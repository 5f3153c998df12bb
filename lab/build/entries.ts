import { lstat, readdir, readlink, realpath } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { DomainError } from '#domain/errors.ts';
import { librariesOf } from './libraries.ts';

/** One member of a layer. `path` has no leading slash. Owner and group are root unless said otherwise. */
export type Entry = { readonly path: string; readonly uid?: number; readonly gid?: number } & (
  | { readonly type: 'file'; readonly mode: number; readonly content: EntryContent }
  | { readonly type: 'directory'; readonly mode: number }
  | { readonly type: 'symlink'; readonly target: string }
);

export type EntryContent = { readonly file: string; readonly size: number } | { readonly text: string };

export interface Selection {
  /** Paths below the tree; a `*` in the last but one part stands for a version. */
  readonly paths: readonly string[];
  readonly without?: RegExp;
}

/** The selected files of a tree with every library that they load, less what the layers beneath already hold. */
export async function selectEntries(
  tree: string,
  selection: Selection,
  beneath: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<Entry[]> {
  const chosen = new Map<string, Entry>();
  for (const pattern of selection.paths) {
    for (const path of await expand(tree, pattern)) await add(tree, path, chosen, selection.without);
  }
  for (const library of await librariesOf(tree, filesOf(chosen), signal)) await add(tree, library, chosen);
  return [...chosen.values()].filter((entry) => !beneath.has(entry.path));
}

async function add(tree: string, path: string, chosen: Map<string, Entry>, without?: RegExp): Promise<void> {
  const place = await canonical(tree, path);
  if (chosen.has(place) || without?.test(place)) return;
  const stat = await lstat(join(tree, place));
  if (stat.isDirectory()) {
    chosen.set(place, { type: 'directory', path: place, mode: stat.mode & 0o7777 });
    for (const name of await readdir(join(tree, place))) await add(tree, join(place, name), chosen, without);
  } else if (stat.isSymbolicLink()) {
    await addLink(tree, place, chosen, without);
  } else {
    const content = { file: join(tree, place), size: stat.size };
    chosen.set(place, { type: 'file', path: place, mode: stat.mode & 0o7777, content });
  }
}

/** A link is taken with what it points to; one that points outside the packages is of no use in an image. */
async function addLink(
  tree: string,
  place: string,
  chosen: Map<string, Entry>,
  without?: RegExp,
): Promise<void> {
  const target = await readlink(join(tree, place));
  const pointed = target.startsWith('/') ? target.slice(1) : join(dirname(place), target);
  if (!(await exists(join(tree, pointed)))) return;
  chosen.set(place, { type: 'symlink', path: place, target });
  await add(tree, pointed, chosen, without);
}

/** `lib/x` is `usr/lib/x`: layers name each file by one path only, the one without links in its folders. */
async function canonical(tree: string, path: string): Promise<string> {
  const folder = await realpath(join(tree, dirname(path)));
  return join(relative(await realpath(tree), folder), path.slice(path.lastIndexOf('/') + 1));
}

async function expand(tree: string, pattern: string): Promise<string[]> {
  const star = pattern.indexOf('/*/');
  if (star === -1) return [pattern];
  const folder = pattern.slice(0, star);
  const versions = (await readdir(join(tree, folder))).filter((name) => /^\d/.test(name));
  const paths = versions.map((version) => join(folder, version, pattern.slice(star + 3)));
  if (paths.length === 0) throw new DomainError('internal', `The lab's packages hold nothing at ${pattern}`);
  return paths;
}

function filesOf(chosen: ReadonlyMap<string, Entry>): string[] {
  return [...chosen.values()].flatMap((entry) =>
    entry.type === 'file' && 'file' in entry.content && mayLoad(entry) ? [entry.content.file] : [],
  );
}

function mayLoad(entry: { readonly path: string; readonly mode: number }): boolean {
  return (entry.mode & 0o111) !== 0 || entry.path.includes('.so');
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
