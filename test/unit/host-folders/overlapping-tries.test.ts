import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createHostFolders } from '#adapters/host-folders/host-folders.ts';
import { temporaryFolder } from '../platform/temporary-folder.ts';

const many = 400;

test('of two tries that overlap, the second finds the whole snapshot of the first', async () => {
  await using place = await makePlace();
  const { folders, own, at } = place;
  const outcomes = await Promise.all([folders.save(own, at), folders.save(own, at)]);
  expect(outcomes).toEqual(['saved', 'present']);
  expect(await readdir(join(at.shelf, at.name))).toHaveLength(many);
  expect(await readdir(at.shelf)).toEqual([at.name]);
});

test('a try that nobody waits for any more publishes nothing, and the next one is whole', async () => {
  await using place = await makePlace();
  const { folders, own, at } = place;
  const given = new AbortController();
  const first = folders.save(own, at, given.signal);
  const second = folders.save(own, at);
  given.abort(new Error('nobody waits'));
  await expect(first).rejects.toThrow('nobody waits');
  expect(await second).toBe('saved');
  expect(await readdir(join(at.shelf, at.name))).toHaveLength(many);
  expect(await readdir(at.shelf)).toEqual([at.name]);
});

test('what a process left behind when it died is not taken for a snapshot, and goes', async () => {
  await using place = await makePlace();
  const { folders, own, at } = place;
  const left = join(at.shelf, `${at.name}.partial`);
  await mkdir(left, { recursive: true });
  await writeFile(join(left, 'old'), '');
  expect(await folders.save(own, at)).toBe('saved');
  expect(await readdir(at.shelf)).toEqual([at.name]);
});

test('a folder that is put back twice at once is whole', async () => {
  await using place = await makePlace();
  const { folders, own, data, at } = place;
  await folders.save(own, at);
  await writeFile(join(own, 'newer'), '');
  const given = new AbortController();
  const first = folders.putBack(at, own, data, given.signal);
  const second = folders.putBack(at, own, data);
  given.abort(new Error('nobody waits'));
  await expect(first).rejects.toThrow('nobody waits');
  expect(await second).toBe('restored');
  expect(await readdir(own)).toHaveLength(many);
  expect(await readFile(join(own, '7'), 'utf8')).toBe('7');
});

test('a removal that is asked for twice happens once', async () => {
  await using place = await makePlace();
  const { folders, own, data } = place;
  expect(await Promise.all([folders.remove(own, data), folders.remove(own, data)])).toEqual([
    'removed',
    'absent',
  ]);
});

async function makePlace() {
  const folder = await temporaryFolder();
  const [own, data] = [join(folder.path, 'own'), join(folder.path, 'data')];
  await mkdir(own);
  await mkdir(data);
  const names = Array.from({ length: many }, (_, index) => String(index));
  await Promise.all(names.map((name) => writeFile(join(own, name), name)));
  return {
    folders: createHostFolders(),
    own,
    data,
    at: { shelf: join(folder.path, 'shelf'), name: 'task-1' },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}
