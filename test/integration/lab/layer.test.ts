import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Entry } from '#lab/build/entries.ts';
import { writeImage } from '#lab/build/image.ts';
import { type Layer, writeLayer } from '#lab/build/layer.ts';
import { blobPath, type Store } from '#lab/build/store.ts';

let store: Store;
beforeEach(async () => {
  store = { folder: await mkdtemp(join(tmpdir(), 'showrunner-layer-')) };
});
afterEach(() => rm(store.folder, { recursive: true }));

const file: Entry = {
  type: 'file',
  path: 'etc/app/app.conf',
  mode: 0o640,
  uid: 70,
  gid: 70,
  content: { text: 'x\n' },
};
const link: Entry = { type: 'symlink', path: 'usr/bin/app', target: '/opt/app' };

test('equal contents give an equal digest, in whatever order and whenever they are written', async () => {
  const one = await writeLayer([file, link], store);
  const other = await writeLayer([link, file], store);
  expect(other).toEqual(one);
});

test('every folder above a file is in the layer, before it', async () => {
  const headers = await membersOf(await writeLayer([file], store));
  expect(headers.map(({ name, type, mode, uid }) => [name, type, mode, uid])).toEqual([
    ['etc', 'directory', 0o755, 0],
    ['etc/app', 'directory', 0o755, 0],
    ['etc/app/app.conf', 'file', 0o640, 70],
  ]);
});

test('nothing but finished files lies in the store', async () => {
  const layer = await writeLayer([file], store);
  await writeImage('example.test/app:1', [layer], { Entrypoint: ['/app'] }, store);
  const names = await readdir(store.folder, { recursive: true });
  expect(names.filter((name) => name.includes('.part') || name.includes('layer-'))).toEqual([]);
  expect(names).toContain('docker/registry/v2/repositories/example.test/app/_manifests/tags/1/current/link');
});

async function membersOf(layer: Layer) {
  const tar = createReadStream(blobPath(store, layer.digest)).pipe(createGunzip()).pipe(extract());
  const headers = [];
  for await (const member of tar) {
    headers.push(member.header);
    member.resume();
  }
  return headers;
}
