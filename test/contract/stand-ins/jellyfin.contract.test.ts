import { describe, expect, test } from 'vitest';
import { temporaryFolder } from './folders.ts';
import { callTasks, client, driveJellyfin, logIn, setUpJellyfin, tokenHeader } from './jellyfin-driver.ts';
import { specsArePresent } from './openapi.ts';

describe.skipIf(!specsArePresent)('the Jellyfin stand-in keeps the API of 10.11.11', () => {
  test('every route answers as described', async () => {
    using folder = temporaryFolder();
    using media = temporaryFolder();
    await using driver = await driveJellyfin(folder.path);

    expect((await driver.call('GET', '/health')).body).toBe('Healthy');
    expect((await driver.call('GET', '/')).status).toBe(302);
    expect((await driver.call('GET', '/web/')).body).toContain('This is not Jellyfin');
    expect((await driver.call('GET', '/System/Ping')).status).toBe(200);
    expect((await driver.call('GET', '/System/Info/Public')).body).toMatchObject({
      StartupWizardCompleted: false,
    });
    const asked = await driver.call('GET', '/Startup/Configuration');
    expect((await driver.call('POST', '/Startup/Configuration', { body: asked.body })).status).toBe(204);
    expect((await driver.call('GET', '/Startup/FirstUser')).body).toMatchObject({ Name: 'root' });
    const remote = { EnableRemoteAccess: true, EnableAutomaticPortMapping: false };
    expect((await driver.call('POST', '/Startup/RemoteAccess', { body: remote })).status).toBe(204);
    const { accessToken } = await setUpJellyfin(driver);
    const headers = tokenHeader(accessToken);

    expect((await driver.call('GET', '/System/Info', { headers })).status).toBe(200);
    const configuration = await driver.call('GET', '/System/Configuration', { headers });
    expect(
      (await driver.call('POST', '/System/Configuration', { headers, body: configuration.body })).status,
    ).toBe(204);
    const query = { name: 'TV', collectionType: 'tvshows', paths: media.path };
    expect((await driver.call('POST', '/Library/VirtualFolders', { headers, query, body: {} })).status).toBe(
      204,
    );
    const path = { Name: 'TV', PathInfo: { Path: media.path } };
    expect((await driver.call('POST', '/Library/VirtualFolders/Paths', { headers, body: path })).status).toBe(
      204,
    );
    expect((await driver.call('GET', '/Library/VirtualFolders', { headers })).body).toHaveLength(1);
    const gone = { headers, query: { name: 'TV', path: '/somewhere' } };
    expect((await driver.call('DELETE', '/Library/VirtualFolders/Paths', gone)).status).toBe(204);
    expect((await driver.call('POST', '/Library/Refresh', { headers })).status).toBe(204);
    await callTasks(driver, headers);
    const updates = { Updates: [{ Path: media.path, UpdateType: 'Created' }] };
    expect((await driver.call('POST', '/Library/Media/Updated', { headers, body: updates })).status).toBe(
      204,
    );
    expect((await driver.call('GET', '/Items', { headers })).body).toMatchObject({ Items: [] });
    expect(
      (await driver.call('DELETE', '/Library/VirtualFolders', { headers, query: { name: 'TV' } })).status,
    ).toBe(204);
    const key = accessToken;
    expect((await driver.call('DELETE', '/Auth/Keys/{key}', { headers, params: { key } })).status).toBe(204);

    expect(driver.uncovered()).toEqual([]);
  });
});

describe.skipIf(!specsArePresent)('the Jellyfin stand-in behaves as Jellyfin does', () => {
  test('while it starts it is Degraded, denies the wizard and answers 503 to the rest', async () => {
    using folder = temporaryFolder();
    await driveJellyfin(folder.path).then(async (first) => {
      await setUpJellyfin(first);
      await first[Symbol.asyncDispose]();
    });
    await using driver = await driveJellyfin(folder.path, 400);

    expect((await driver.call('GET', '/health')).body).toBe('Degraded');
    expect((await driver.call('GET', '/System/Info/Public')).body).toMatchObject({
      StartupWizardCompleted: false,
    });
    const refused = await driver.call('GET', '/Library/VirtualFolders');
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).not.toBeNull();
    const health = async () => (await driver.call('GET', '/health')).body;
    await expect.poll(health, { timeout: 15_000, interval: 25 }).toBe('Healthy');
    expect((await driver.call('GET', '/System/Info/Public')).body).toMatchObject({
      StartupWizardCompleted: true,
    });
  });

  test('the first user exists only once it was asked for, and needs a password', async () => {
    using folder = temporaryFolder();
    await using driver = await driveJellyfin(folder.path);
    const body = { Name: 'admin', Password: 'x' };
    expect((await driver.call('POST', '/Startup/User', { body })).status).toBe(404);
    await driver.call('GET', '/Startup/User');
    expect((await driver.call('POST', '/Startup/User', { body: { ...body, Password: '' } })).status).toBe(
      400,
    );
    expect((await driver.call('POST', '/Startup/User', { body })).status).toBe(204);
  });

  test('once the wizard is completed it is closed to everyone without a token', async () => {
    using folder = temporaryFolder();
    await using driver = await driveJellyfin(folder.path);
    await setUpJellyfin(driver);
    expect((await driver.call('GET', '/Startup/Configuration')).status).toBe(401);
    expect((await driver.call('GET', '/Library/VirtualFolders')).status).toBe(401);
  });

  test('a wrong password, or a client that does not introduce itself, is refused', async () => {
    using folder = temporaryFolder();
    await using driver = await driveJellyfin(folder.path);
    await setUpJellyfin(driver);
    const path = '/Users/AuthenticateByName';
    const wrong = { body: { Username: 'admin', Pw: 'wrong' }, headers: { authorization: client } };
    expect((await driver.call('POST', path, wrong)).status).toBe(401);
    expect((await driver.call('POST', path, { body: { Username: 'admin', Pw: 'a password' } })).status).toBe(
      400,
    );
  });

  test('a second library of the same name is no error: it is called TV2', async () => {
    using folder = temporaryFolder();
    using media = temporaryFolder();
    await using driver = await driveJellyfin(folder.path);
    const query = { name: 'TV', collectionType: 'tvshows', paths: media.path };
    await driver.call('POST', '/Library/VirtualFolders', { query, body: {} });
    await driver.call('POST', '/Library/VirtualFolders', { query, body: {} });
    const names = (await driver.call('GET', '/Library/VirtualFolders')).body;
    expect(names).toMatchObject([{ Name: 'TV' }, { Name: 'TV2' }]);
  });

  test('a library path that does not exist is refused', async () => {
    using folder = temporaryFolder();
    await using driver = await driveJellyfin(folder.path);
    const query = { name: 'TV', collectionType: 'tvshows', paths: '/does/not/exist' };
    expect((await driver.call('POST', '/Library/VirtualFolders', { query, body: {} })).status).toBe(400);
    const body = { Name: 'TV', PathInfo: { Path: '/does/not/exist' } };
    expect((await driver.call('POST', '/Library/VirtualFolders/Paths', { body })).status).toBe(404);
  });

  test('the old headers work until they are switched off', async () => {
    using folder = temporaryFolder();
    await using driver = await driveJellyfin(folder.path);
    const { apiKey } = await setUpJellyfin(driver);
    const legacy = { headers: { 'x-mediabrowser-token': apiKey } };
    expect((await driver.call('GET', '/Items', legacy)).status).toBe(200);
    const body = { EnableLegacyAuthorization: false };
    await driver.call('POST', '/System/Configuration', { headers: tokenHeader(apiKey), body });
    expect((await driver.call('GET', '/Items', legacy)).status).toBe(401);
    expect((await driver.call('GET', '/Items', { query: { ApiKey: apiKey } })).status).toBe(200);
  });

  test('a revoked key is refused', async () => {
    using folder = temporaryFolder();
    await using driver = await driveJellyfin(folder.path);
    const { accessToken, apiKey } = await setUpJellyfin(driver);
    await driver.call('DELETE', '/Auth/Keys/{key}', {
      params: { key: apiKey },
      headers: tokenHeader(accessToken),
    });
    expect((await driver.call('GET', '/Items', { headers: tokenHeader(apiKey) })).status).toBe(401);
  });

  test('the user, the libraries and the keys survive a restart', async () => {
    using folder = temporaryFolder();
    using media = temporaryFolder();
    const first = await driveJellyfin(folder.path);
    const { apiKey } = await setUpJellyfin(first);
    const headers = tokenHeader(apiKey);
    const query = { name: 'TV', collectionType: 'tvshows', paths: media.path };
    await first.call('POST', '/Library/VirtualFolders', { headers, query, body: {} });
    await first[Symbol.asyncDispose]();

    await using second = await driveJellyfin(folder.path);
    expect((await second.call('GET', '/Library/VirtualFolders', { headers })).body).toMatchObject([
      { Name: 'TV', CollectionType: 'tvshows', Locations: [media.path] },
    ]);
    expect(await logIn(second, 'a password')).toHaveLength(32);
  });
});
