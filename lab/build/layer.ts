import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Pack, pack } from 'tar-stream';
import type { Entry } from './entries.ts';
import { adoptBlob, type Blob, type Store } from './store.ts';

/** A layer in the store. `diffId` is the digest of the tar inside, by which an image's configuration names it. */
export interface Layer extends Blob {
  readonly diffId: string;
}

/** Of the folders in which a layer grows until its digest is known. */
export const layerPrefix = 'layer-';

/** Fixed, like the order of the entries, so that equal contents give an equal digest on every machine. */
const modified = new Date('2026-01-01T00:00:00Z');

export async function writeLayer(
  entries: readonly Entry[],
  store: Store,
  signal?: AbortSignal,
): Promise<Layer> {
  const folder = await mkdtemp(join(store.folder, layerPrefix));
  try {
    const file = join(folder, 'layer.tar.gz');
    const tar = pack();
    const inside = measured();
    const outside = measured();
    const options = signal === undefined ? {} : { signal };
    const written = pipeline(
      tar,
      inside.stream,
      // Fast compression: the layer travels over loopback only, and is unpacked more often than it is made.
      createGzip({ level: 1 }),
      outside.stream,
      createWriteStream(file, { mode: 0o644 }),
      options,
    );
    await Promise.all([fill(tar, entries), written]);
    const { size } = await stat(file);
    const layer = { diffId: inside.digest(), digest: outside.digest(), size };
    await adoptBlob(store, layer.digest, file);
    return layer;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function fill(tar: Pack, entries: readonly Entry[]): Promise<void> {
  const sorted = [...withParents(entries)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, entry] of sorted) await addEntry(tar, entry);
  tar.finalize();
}

/** Every folder above an entry is in the layer too; only those that no layer names itself get the usual mode. */
function withParents(entries: readonly Entry[]): Map<string, Entry> {
  const all = new Map<string, Entry>();
  for (const entry of entries) {
    for (let at = entry.path.indexOf('/'); at !== -1; at = entry.path.indexOf('/', at + 1)) {
      const path = entry.path.slice(0, at);
      if (!all.has(path)) all.set(path, { type: 'directory', path, mode: 0o755 });
    }
  }
  for (const entry of entries) all.set(entry.path, entry);
  return all;
}

async function addEntry(tar: Pack, entry: Entry): Promise<void> {
  const owner = { name: entry.path, uid: entry.uid ?? 0, gid: entry.gid ?? 0, mtime: modified };
  switch (entry.type) {
    case 'directory':
      return await addWhole(tar, { ...owner, type: 'directory', mode: entry.mode });
    case 'symlink':
      return await addWhole(tar, { ...owner, type: 'symlink', linkname: entry.target, mode: 0o777 });
    case 'file':
      if ('text' in entry.content) {
        return await addWhole(tar, { ...owner, type: 'file', mode: entry.mode }, entry.content.text);
      }
      return await pipeline(
        createReadStream(entry.content.file),
        tar.entry({ ...owner, type: 'file', mode: entry.mode, size: entry.content.size }),
      );
  }
}

function addWhole(tar: Pack, header: Parameters<Pack['entry']>[0], text = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    tar.entry(header, text, (error) => (error ? reject(error) : resolve()));
  });
}

function measured(): { readonly stream: Transform; digest(): string } {
  const hash = createHash('sha256');
  const stream = new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return { stream, digest: () => `sha256:${hash.digest('hex')}` };
}
