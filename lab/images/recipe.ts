import { readFile } from 'node:fs/promises';
import type { Entry, Selection } from '../build/entries.ts';
import type { ImageConfig } from '../build/image.ts';
import type { ImageKind } from '../contract.ts';

/** A layer: files from Debian's packages with their libraries, and files of our own on top. */
export interface LayerRecipe {
  readonly name: string;
  /** The layers beneath, lowest first; what they hold is not repeated. */
  readonly beneath: readonly LayerRecipe[];
  readonly packages: readonly string[];
  readonly selection: Selection;
  own(tree: string): Promise<readonly Entry[]>;
}

export interface ImageRecipe {
  /** The vendor's reference that this image stands for. */
  readonly reference: string;
  readonly kind: ImageKind;
  /** The package whose version a person wants to know; none for a stand-in. */
  readonly package?: string;
  readonly layers: readonly LayerRecipe[];
  readonly config: ImageConfig;
}

/** `import.meta.resolve`d neighbours of a recipe, put into the image. */
export async function fileFrom(url: URL, path: string, mode = 0o755): Promise<Entry> {
  return textFile(path, await readFile(url, 'utf8'), mode);
}

export function textFile(path: string, text: string, mode = 0o644): Entry {
  return { type: 'file', path, mode, content: { text } };
}

export function symlink(path: string, target: string): Entry {
  return { type: 'symlink', path, target };
}

export function directory(path: string, mode = 0o755, uid = 0, gid = 0): Entry {
  return { type: 'directory', path, mode, uid, gid };
}

/** `/etc/passwd` and `/etc/group` with one user more than root and nobody. */
export function users(extra?: {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}): Entry[] {
  const named = extra === undefined ? [] : [extra];
  const passwd = [
    'root:x:0:0:root:/root:/bin/sh',
    'nobody:x:65534:65534:nobody:/nonexistent:/bin/false',
    ...named.map(({ name, uid, gid }) => `${name}:x:${uid}:${gid}::/:/bin/false`),
  ];
  const group = ['root:x:0:', 'nogroup:x:65534:', ...named.map(({ name, gid }) => `${name}:x:${gid}:`)];
  return [textFile('etc/passwd', `${passwd.join('\n')}\n`), textFile('etc/group', `${group.join('\n')}\n`)];
}

/** Nanoseconds, the unit of an image's health check. */
export function seconds(count: number): number {
  return count * 1_000_000_000;
}
