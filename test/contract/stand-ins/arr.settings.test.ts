import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { arrApps } from '#lab/stand-ins/arr/apps.ts';
import { createArr } from '#lab/stand-ins/arr/server.ts';
import { apiKey, driveArr, environmentOf } from './arr-driver.ts';
import { drive, failuresIn, request } from './driver.ts';
import { temporaryFolder } from './folders.ts';
import { specsArePresent } from './openapi.ts';

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
