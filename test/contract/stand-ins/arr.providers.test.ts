import { describe, expect, test } from 'vitest';
import { arrApps } from '#lab/stand-ins/arr/apps.ts';
import { applicationBody, downloadClientBody, idOf, notificationBody } from './arr-calls.ts';
import { apiKey, driveArr, prowlarrKey } from './arr-driver.ts';
import { type Answer, failuresIn } from './driver.ts';
import { fakeQbittorrent } from './fake-qbittorrent.ts';
import { temporaryFolder } from './folders.ts';
import { driveJellyfin, setUpJellyfin } from './jellyfin-driver.ts';
import { specsArePresent } from './openapi.ts';

const clients = '/api/v3/downloadclient';

describe.skipIf(!specsArePresent)('a download client', () => {
  test('is saved only when the login works, and its category is made', async () => {
    using folder = temporaryFolder();
    await using client = await fakeQbittorrent('admin', 'right');
    await using driver = await driveArr('sonarr', folder.path);
    const refused = await driver.call('POST', clients, { body: body(client.port, 'wrong') });
    expect(failuresIn(refused)).toMatchObject({
      status: 400,
      body: [
        {
          propertyName: 'Username',
          errorMessage: 'Authentication failure',
          isWarning: false,
          severity: 'error',
        },
      ],
    });
    expect((await driver.call('GET', clients)).body).toEqual([]);
    expect((await driver.call('POST', clients, { body: body(client.port, 'right') })).status).toBe(201);
    expect(client.categories).toEqual(new Set(['sonarr']));
  });

  test('that cannot be reached is refused unless the save is forced', async () => {
    using folder = temporaryFolder();
    await using driver = await driveArr('sonarr', folder.path);
    const refused = await driver.call('POST', clients, { body: body(1, 'x') });
    expect(failuresIn(refused)).toMatchObject({ status: 400, body: [{ propertyName: 'Host' }] });
    const forced = await driver.call('POST', clients, { query: { forceSave: 'true' }, body: body(1, 'x') });
    expect(forced.status).toBe(201);
  });

  test('is refused under a name that is taken, whatever its case', async () => {
    using folder = temporaryFolder();
    await using driver = await driveArr('sonarr', folder.path);
    const query = { forceSave: 'true' };
    await driver.call('POST', clients, { query, body: body(1, 'x') });
    const again = await driver.call('POST', clients, {
      query,
      body: { ...body(1, 'x'), name: 'QBITTORRENT' },
    });
    expect(failuresIn(again)).toMatchObject({
      status: 400,
      body: [{ propertyName: 'Name', errorMessage: 'Should be unique' }],
    });
  });

  test('never shows its password, and keeps it when the mask comes back', async () => {
    using folder = temporaryFolder();
    await using client = await fakeQbittorrent('admin', 'right');
    await using driver = await driveArr('sonarr', folder.path);
    const made = await driver.call('POST', clients, { body: body(client.port, 'right') });
    expect(JSON.stringify(made.body)).not.toContain('right');
    expect(valueIn(made, 'password')).toBe('********');
    const changed = { ...body(client.port, '********'), name: 'Renamed' };
    const params = { id: idOf(made.body) };
    expect((await driver.call('PUT', `${clients}/{id}`, { params, body: changed })).status).toBe(202);
    expect((await driver.call('POST', `${clients}/testall`)).status).toBe(200);
  });

  test('ignores fields that it does not know and gives missing ones their default', async () => {
    using folder = temporaryFolder();
    await using driver = await driveArr('sonarr', folder.path);
    const fields = [{ name: 'nonsense', value: 1 }];
    const made = await driver.call('POST', clients, {
      query: { forceSave: 'true' },
      body: { ...body(1, 'x'), fields },
    });
    expect(JSON.stringify(made.body)).not.toContain('nonsense');
    expect(valueIn(made, 'port')).toBe(8080);
    expect(valueIn(made, 'tvCategory')).toBe('tv-sonarr');
  });

  const body = (port: number, password: string) => downloadClientBody(arrApps.sonarr, port, password);
});

test.skipIf(!specsArePresent)('a connection to Jellyfin is tested with its key', async () => {
  using folder = temporaryFolder();
  using jellyfinFolder = temporaryFolder();
  await using jellyfin = await driveJellyfin(jellyfinFolder.path);
  await setUpJellyfin(jellyfin);
  await using driver = await driveArr('radarr', folder.path);
  const refused = await driver.call('POST', '/api/v3/notification', {
    body: notificationBody(jellyfin.port, 'wrong'),
  });
  expect(failuresIn(refused)).toMatchObject({
    status: 400,
    body: [{ propertyName: 'ApiKey', errorMessage: 'API Key is incorrect' }],
  });
});

describe.skipIf(!specsArePresent)('an application in Prowlarr', () => {
  const path = '/api/v1/applications';

  test.each([
    ['the wrong key', 'ApiKey', (own: string, app: string) => applicationBody(own, app, 'wrong')],
    [
      'an address of Prowlarr that the app cannot reach',
      'ProwlarrUrl',
      (_: string, app: string) => applicationBody('http://127.0.0.1:1', app, apiKey),
    ],
    [
      'an address where nothing answers',
      'BaseUrl',
      (own: string) => applicationBody(own, 'http://127.0.0.1:1', apiKey),
    ],
    ['an address that is none', 'BaseUrl', (own: string) => applicationBody(own, 'sonarr:8989', apiKey)],
  ])('is refused with %s', async (_, propertyName, bodyOf) => {
    using folder = temporaryFolder();
    using sonarrFolder = temporaryFolder();
    await using sonarr = await driveArr('sonarr', sonarrFolder.path);
    await using driver = await driveArr('prowlarr', folder.path, prowlarrKey);
    const refused = await driver.call('POST', path, { body: bodyOf(driver.address, sonarr.address) });
    expect(failuresIn(refused)).toMatchObject({ status: 400, body: [{ propertyName }] });
  });

  test('is tested in both directions: the app must reach Prowlarr with Prowlarr’s key', async () => {
    using folder = temporaryFolder();
    using sonarrFolder = temporaryFolder();
    await using sonarr = await driveArr('sonarr', sonarrFolder.path);
    await using driver = await driveArr('prowlarr', folder.path, prowlarrKey);
    const body = applicationBody(driver.address, sonarr.address, apiKey);
    expect((await driver.call('POST', path, { body })).status).toBe(201);
  });
});

function valueIn(answer: Answer, name: string): unknown {
  const fields: unknown = Object(answer.body).fields;
  return Array.isArray(fields) ? fields.find((field) => Object(field).name === name)?.value : undefined;
}
