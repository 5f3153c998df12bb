import { mkdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { homePaths } from '#platform/home.ts';
import { readEntry, tellEntry, untilEntered } from '#platform/host-entry.ts';
import { temporaryFolder } from './temporary-folder.ts';

const { pid } = process;

test('a worker’s word counts for that worker alone', async () => {
  await using folder = await temporaryFolder();
  const paths = await pathsIn(folder.path);
  expect(await readEntry(paths, pid)).toBeUndefined();
  await tellEntry(paths, 'refused', 'It was removed.');
  expect(await readEntry(paths, pid)).toMatchObject({ outcome: 'refused', reason: 'It was removed.' });
  expect(await readEntry(paths, pid + 1)).toBeUndefined();
  expect(await readEntry(paths, undefined)).toBeUndefined();
});

test('waiting ends with the word that it is in, and not with the one that nobody answers', async () => {
  await using folder = await temporaryFolder();
  const paths = await pathsIn(folder.path);
  await tellEntry(paths, 'waiting', 'Nobody answers.');
  const entered = untilEntered(paths, pid, 10_000);
  await tellEntry(paths, 'entered', '');
  expect(await entered).toMatchObject({ outcome: 'entered' });
});

test('waiting is bounded, and tells what is known then', async () => {
  await using folder = await temporaryFolder();
  const paths = await pathsIn(folder.path);
  expect(await untilEntered(paths, pid, 20)).toBeUndefined();
  await tellEntry(paths, 'waiting', 'Nobody answers.');
  expect(await untilEntered(paths, pid, 20)).toMatchObject({ reason: 'Nobody answers.' });
});

async function pathsIn(root: string) {
  const paths = homePaths(root);
  await mkdir(paths.run);
  return paths;
}
