import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkFolders } from '#cli/control-plane/folder-check.ts';
import { isWithin, readMountPoints } from '#platform/mounts.ts';
import { temporaryFolder } from '../platform/temporary-folder.ts';

test.each([
  ['/a/b', '/a', true],
  ['/a', '/a', true],
  ['/a/..b', '/a', true],
  ['/ab', '/a', false],
  ['/a', '/a/b', false],
])('%s lies within %s: %s', (path, folder, expected) => expect(isWithin(path, folder)).toBe(expected));

test('a home beside the data may go', async () => {
  await using folder = await temporaryFolder();
  const [home, data] = [join(folder.path, 'home'), join(folder.path, 'home-data')];
  await mkdir(home);
  await expect(checkFolders({ going: [home], staying: [data] })).resolves.toBeUndefined();
});

test('data within a home, or a home within data, stops a removal, also through a link', async () => {
  await using folder = await temporaryFolder();
  const home = join(folder.path, 'home');
  await mkdir(join(home, 'media'), { recursive: true });
  const link = join(folder.path, 'data');
  await symlink(join(home, 'media'), link);
  const refusal = { exit: 'conflict', code: 'data-at-risk' };
  await expect(checkFolders({ going: [home], staying: [link] })).rejects.toMatchObject(refusal);
  await expect(checkFolders({ going: [home], staying: [folder.path] })).rejects.toMatchObject(refusal);
  await expect(checkFolders({ going: [home], staying: [home] })).rejects.toMatchObject(refusal);
});

test('something that is mounted below what goes stops a removal', async () => {
  await expect(checkFolders({ going: ['/'], staying: [] })).rejects.toThrow('is mounted below /');
});

test('mount points are read with their escapes', () => {
  const text = '36 35 98:0 / /srv/my\\040media rw,noatime - ext3 /dev/root rw\n\n';
  expect(readMountPoints(text)).toEqual(['/srv/my media']);
});
