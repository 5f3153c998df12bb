import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { arrApps } from '#lab/stand-ins/arr/apps.ts';
import { createArr } from '#lab/stand-ins/arr/server.ts';
import { downloadClientBody } from './arr-calls.ts';
import { apiKey, driveArr, environmentOf } from './arr-driver.ts';
import { drive, failuresIn } from './driver.ts';
import { temporaryFolder } from './folders.ts';
import { specsArePresent } from './openapi.ts';

const clients = '/api/v3/downloadclient';

describe.skipIf(!specsArePresent)('a root folder', () => {
  test.each([
    ['relative', 'media/tv', 'Invalid Path'],
    ['missing', '/does/not/exist', 'does not exist'],
    ['a system folder', '/etc', 'system folder'],
  ])('is refused when it is %s', async (_, path, message) => {
    using folder = temporaryFolder();
    await using driver = await driveArr('sonarr', folder.path);
    const refused = await driver.call('POST', '/api/v3/rootfolder', { body: { path } });
    const errorMessage = expect.stringContaining(message);
    expect(failuresIn(refused)).toMatchObject({
      status: 400,
      body: [{ propertyName: 'Path', errorMessage }],
    });
  });

  test('is refused the second time', async () => {
    using folder = temporaryFolder();
    using library = temporaryFolder();
    await using driver = await driveArr('sonarr', folder.path);
    const body = { path: `${library.path}/` };
    expect((await driver.call('POST', '/api/v3/rootfolder', { body })).status).toBe(201);
    expect((await driver.call('POST', '/api/v3/rootfolder', { body })).status).toBe(400);
  });

  test.skipIf(process.getuid?.() === 0)('is refused when it cannot be written', async () => {
    using folder = temporaryFolder();
    const locked = join(folder.path, 'locked');
    mkdirSync(locked);
    chmodSync(locked, 0o500);
    await using driver = await driveArr('sonarr', folder.path);
    expect((await driver.call('POST', '/api/v3/rootfolder', { body: { path: locked } })).status).toBe(400);
  });
});

test.skipIf(!specsArePresent)('what it was told survives a restart', async () => {
  using folder = temporaryFolder();
  using library = temporaryFolder();
  const first = await driveArr('sonarr', folder.path);
  await first.call('POST', '/api/v3/rootfolder', { body: { path: library.path } });
  const body = downloadClientBody(arrApps.sonarr, 1, 'x');
  const made = await first.call('POST', clients, { query: { forceSave: 'true' }, body });
  const naming = await first.call('GET', '/api/v3/config/naming');
  const changed = { params: { id: 1 }, body: { ...Object(naming.body), renameEpisodes: true } };
  await first.call('PUT', '/api/v3/config/naming/{id}', changed);
  await first[Symbol.asyncDispose]();

  await using second = await driveArr('sonarr', folder.path);
  expect((await second.call('GET', clients)).body).toEqual([made.body]);
  expect((await second.call('GET', '/api/v3/rootfolder')).body).toMatchObject([{ path: library.path }]);
  expect((await second.call('GET', '/api/v3/config/naming')).body).toMatchObject({ renameEpisodes: true });
});

test('a body that is not JSON is 400, and one that is too large 413', async () => {
  using folder = temporaryFolder();
  const standIn = createArr(arrApps.sonarr, folder.path, environmentOf('sonarr'));
  await using driver = await drive(standIn, {});
  const post = async (body: string) => {
    const init = { method: 'POST', headers: { 'x-api-key': apiKey }, body };
    return (await fetch(`${driver.address}/api/v3/tag`, init)).status;
  };
  expect(await post('{')).toBe(400);
  expect(await post('x'.repeat(2 * 1024 * 1024))).toBe(413);
});
