import { createHash } from 'node:crypto';
import { access, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * The registry's data, written as the registry itself would (Docker Distribution's filesystem driver, whose layout has
 * been the same since 2.0): nothing has to be pushed, and every instance's registry serves the same files, read-only.
 *
 * Files are named by their content and only ever added, whole, by renaming; so readers never see half a file, and what
 * an older overlay names stays there.
 */
export interface Store {
  readonly folder: string;
}

export interface Blob {
  readonly digest: string;
  readonly size: number;
}

const root = 'docker/registry/v2';

export function blobPath(store: Store, digest: string): string {
  const hex = digest.replace('sha256:', '');
  return join(store.folder, root, 'blobs/sha256', hex.slice(0, 2), hex, 'data');
}

export async function putBlob(store: Store, content: string): Promise<Blob> {
  const digest = digestOf(content);
  await writeWhole(blobPath(store, digest), content);
  return { digest, size: Buffer.byteLength(content) };
}

/** Takes a finished file in under its digest. It must be on the store's own filesystem. */
export async function adoptBlob(store: Store, digest: string, file: string): Promise<void> {
  const place = blobPath(store, digest);
  await mkdir(dirname(place), { recursive: true });
  await rename(file, place);
}

export async function hasBlob(store: Store, digest: string): Promise<boolean> {
  return access(blobPath(store, digest)).then(
    () => true,
    () => false,
  );
}

/** Makes a manifest and its blobs pullable as `repository:tag` and by digest. The tag comes last, when all is there. */
export async function tagManifest(
  store: Store,
  name: { readonly repository: string; readonly tag: string },
  manifest: string,
  blobs: readonly string[],
): Promise<void> {
  const folder = join(store.folder, root, 'repositories', name.repository);
  const hexOf = (digest: string) => digest.replace('sha256:', 'sha256/');
  for (const digest of blobs) await writeWhole(join(folder, '_layers', hexOf(digest), 'link'), digest);
  const tags = join(folder, '_manifests/tags', name.tag);
  await writeWhole(join(folder, '_manifests/revisions', hexOf(manifest), 'link'), manifest);
  await writeWhole(join(tags, 'index', hexOf(manifest), 'link'), manifest);
  await writeWhole(join(tags, 'current/link'), manifest);
}

export function digestOf(content: string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** The registry runs as nobody, so files and folders are readable to everyone whatever the umask. */
async function writeWhole(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.${process.pid}.part`;
  await writeFile(part, content, { mode: 0o644 });
  await rename(part, path);
}
