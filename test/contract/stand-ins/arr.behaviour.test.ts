import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { arrApps } from '#lab/stand-ins/arr/apps.ts';
import { createArr } from '#lab/stand-ins/arr/server.ts';
import { applicationBody, downloadClientBody, idOf, notificationBody } from './arr-calls.ts';
import { apiKey, driveArr, environmentOf, prowlarrKey } from './arr-driver.ts';
import { type Answer, drive, request } from './driver.ts';
import { fakeQbittorrent } from './fake-qbittorrent.ts';
import { temporaryFolder } from './folders.ts';
import { driveJellyfin, setUpJellyfin } from './jellyfin-driver.ts';
import { specsArePresent } from './openapi.ts';

const clients = '/api/v3/downloadclient';
const failuresIn = (answer: Answer) => ({ status: answer.status, body: answer.body });

describe.skipIf(!specsArePresent)('the key', () => {
  test('is asked for by everything but the page and the ping', async () => {
    using folder = temporaryFolder();
    await using driver = await driveArr('sonarr', folder.path);
    const get = (path: string, headers = {}) => request(driver.address, 'GET', path, { headers });
    expect((await get('/ping')).status).toBe(200);
    expect((await get('/api/v3/system/status')).status).toBe(401);
    expect((await get('/api/v3/system/status', { 'x-api-key': 'wrong' })).status).toBe(401);
    expect((await get('/api/v3/no/such/route')).status).toBe(401);
  });

  test('comes as a header, a query parameter or a bearer token', async () => {
    using folder = temporaryFolder();
    await using driver = await driveArr('sonarr', folder.path);
    const ways = [
      { headers: { 'x-api-key': apiKey } },
      { query: { apikey: apiKey } },
      { headers: { authorization: `Bearer ${apiKey}` } },
    ];
    for (const way of ways) {
      expect((await request(driver.address, 'GET', '/api/v3/system/status', way)).status).toBe(200);
    }
  });

  test('from the environment is never written down', async () => {
    using folder = temporaryFolder();
    createArr(arrApps.sonarr, folder.path, environmentOf('sonarr'));
    expect(readFileSync(join(folder.path, 'config.xml'), 'utf8')).not.toContain('ApiKey');
  });

  test('is made once and kept in config.xml where the environment has none', () => {
    using folder = temporaryFolder();
    const first = createArr(arrApps.sonarr, folder.path, {}).settings.apiKey();
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(createArr(arrApps.sonarr, folder.path, {}).settings.apiKey()).toBe(first);
  });

  test('that was put into config.xml beforehand is used', () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'config.xml'), `<Config><ApiKey>${apiKey}</ApiKey></Config>`);
    expect(createArr(arrApps.sonarr, folder.path, {}).settings.apiKey()).toBe(apiKey);
  });

  test('changes by ResetApiKey, at once, and by no PUT', async () => {
    using folder = temporaryFolder();
    const standIn = createArr(arrApps.sonarr, folder.path, {});
    const before = standIn.settings.apiKey();
    await using driver = await drive(standIn, { 'x-api-key': before });
    const host = { params: { id: 1 }, body: { apiKey } };
    expect((await driver.call('PUT', '/api/v3/config/host/{id}', host)).body).toMatchObject({
      apiKey: before,
    });
    await driver.call('POST', '/api/v3/command', { body: { name: 'ResetApiKey' } });
    expect((await driver.call('GET', '/api/v3/tag')).status).toBe(401);
    expect(standIn.settings.apiKey()).not.toBe(before);
  });
});

test('an empty config.xml is fatal, as it is to the real programs', () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, 'config.xml'), '');
  expect(() => createArr(arrApps.sonarr, folder.path, {})).toThrow('corrupt');
});

test('with a URL base everything that lacks it is redirected there', async () => {
  using folder = temporaryFolder();
  const env = { ...environmentOf('sonarr'), SONARR__SERVER__URLBASE: '/sonarr/' };
  await using driver = await drive(createArr(arrApps.sonarr, folder.path, env), { 'x-api-key': apiKey });
  const redirected = await request(driver.address, 'GET', '/ping');
  expect([redirected.status, redirected.headers.get('location')]).toEqual([307, '/sonarr/ping']);
  expect((await driver.call('GET', '/sonarr/api/v3/tag')).status).toBe(200);
});

test('an authentication method in the wrong case is ignored', () => {
  using folder = temporaryFolder();
  const method = (value: string) =>
    createArr(arrApps.sonarr, folder.path, { SONARR__AUTH__METHOD: value }).settings.authenticationMethod();
  expect(method('external')).toBe('None');
  expect(method('External')).toBe('External');
});

describe.skipIf(!specsArePresent)('the user of the forms login', () => {
  const path = '/api/v3/config/host';
  const login = {
    username: 'Admin',
    password: 'secret',
    passwordConfirmation: 'secret',
    authenticationMethod: 'forms',
  };

  test('is made by a PUT, and a read shows the hash of the password, never the password', async () => {
    using folder = temporaryFolder();
    await using driver = await driveArr('sonarr', folder.path);
    const made = await driver.call('PUT', `${path}/{id}`, { params: { id: 1 }, body: login });
    expect(made).toMatchObject({ status: 202, body: { username: 'admin', authenticationMethod: 'forms' } });
    const { password } = Object((await driver.call('GET', path)).body);
    expect(password).not.toBe('');
    expect(password).not.toContain('secret');
  });

  test('keeps the password when its hash comes back, and changes it only when it was typed twice', async () => {
    using folder = temporaryFolder();
    await using driver = await driveArr('sonarr', folder.path);
    const put = (body: unknown) => driver.call('PUT', `${path}/{id}`, { params: { id: 1 }, body });
    const made = await put(login);
    expect(await put(made.body)).toEqual({ ...made, headers: expect.anything() });
    const once = await put({ ...login, passwordConfirmation: '' });
    expect(failuresIn(once)).toMatchObject({ status: 400, body: [{ propertyName: 'PasswordConfirmation' }] });
  });

  test('is required for the forms login', async () => {
    using folder = temporaryFolder();
    await using driver = await driveArr('sonarr', folder.path);
    const refused = await driver.call('PUT', `${path}/{id}`, {
      params: { id: 1 },
      body: { authenticationMethod: 'forms' },
    });
    expect(failuresIn(refused)).toMatchObject({
      status: 400,
      body: [{ propertyName: 'Username' }, { propertyName: 'Password' }],
    });
  });
});

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

function valueIn(answer: Answer, name: string): unknown {
  const fields: unknown = Object(answer.body).fields;
  return Array.isArray(fields) ? fields.find((field) => Object(field).name === name)?.value : undefined;
}
