import { execFileSync } from 'node:child_process';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createHostFolders } from '#adapters/host-folders/host-folders.ts';
import { temporaryFolder } from '../platform/temporary-folder.ts';

const folders = createHostFolders();

test('a link within a folder, or in its place, goes as a link', async () => {
  await using folder = await temporaryFolder();
  const [data, own] = [join(folder.path, 'data'), join(folder.path, 'own')];
  await mkdir(data);
  await writeFile(join(data, 'film.mkv'), '');
  await mkdir(own);
  await symlink(data, join(own, 'media'));
  expect(await folders.remove(own, data)).toBe('removed');
  await symlink(data, own);
  expect(await folders.remove(own, data)).toBe('removed');
  expect(await folders.remove(own, data)).toBe('absent');
  expect(await readdir(data)).toEqual(['film.mkv']);
});

test.skipIf(process.getuid?.() !== 0)('what is mounted below keeps the whole folder', async () => {
  await using folder = await temporaryFolder();
  const [data, own] = [join(folder.path, 'data'), join(folder.path, 'own')];
  await mkdir(data);
  await writeFile(join(data, 'film.mkv'), '');
  await mkdir(join(own, 'media'), { recursive: true });
  execFileSync('mount', ['--bind', data, join(own, 'media')]);
  try {
    await expect(folders.remove(own, data)).rejects.toMatchObject({
      code: 'directory-unusable',
      message: expect.stringContaining('is mounted below it'),
    });
    expect(await readdir(data)).toEqual(['film.mkv']);
  } finally {
    execFileSync('umount', [join(own, 'media')]);
  }
});

test('a folder that a link puts among the data is not removed', async () => {
  await using folder = await temporaryFolder();
  const [data, config] = [join(folder.path, 'data'), join(folder.path, 'config')];
  await mkdir(join(data, 'cfg', 'jellyfin'), { recursive: true });
  await symlink(join(data, 'cfg'), config);
  await expect(folders.remove(join(config, 'jellyfin'), data)).rejects.toMatchObject({
    code: 'directory-unusable',
    message: expect.stringContaining('lies with the data'),
  });
  expect(await readdir(join(data, 'cfg'))).toEqual(['jellyfin']);
});
