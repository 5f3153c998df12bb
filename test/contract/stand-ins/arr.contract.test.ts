import { describe, expect, test } from 'vitest';
import { arrApps } from '#lab/stand-ins/arr/apps.ts';
import {
  applicationBody,
  callCommands,
  callConfigs,
  callProviders,
  callRootFolders,
  callSystem,
  callTags,
  downloadClientBody,
  indexerBody,
  notificationBody,
} from './arr-calls.ts';
import { apiKey, driveArr, prowlarrKey } from './arr-driver.ts';
import { fakeQbittorrent } from './fake-qbittorrent.ts';
import { temporaryFolder } from './folders.ts';
import { driveJellyfin, setUpJellyfin } from './jellyfin-driver.ts';
import { specsArePresent } from './openapi.ts';

describe.skipIf(!specsArePresent)('the *arr stand-ins keep the vendors’ API', () => {
  test.each(['sonarr', 'radarr'] as const)('%s: every route answers as described', async (id) => {
    using folder = temporaryFolder();
    using library = temporaryFolder();
    using otherFolder = temporaryFolder();
    using jellyfinFolder = temporaryFolder();
    await using client = await fakeQbittorrent('admin', 'a password');
    await using prowlarr = await driveArr('prowlarr', otherFolder.path, prowlarrKey);
    await using jellyfin = await driveJellyfin(jellyfinFolder.path);
    const { apiKey: jellyfinKey } = await setUpJellyfin(jellyfin);
    await using driver = await driveArr(id, folder.path);
    const app = arrApps[id];

    await callSystem(driver, app);
    await callTags(driver, app);
    await callCommands(driver, app);
    await callConfigs(driver, app);
    await callRootFolders(driver, app, library.path);
    await callProviders(driver, app, {
      downloadclient: downloadClientBody(app, client.port, 'a password'),
      notification: notificationBody(jellyfin.port, jellyfinKey),
      indexer: indexerBody(prowlarr.address, prowlarrKey),
    });

    expect(driver.uncovered()).toEqual([]);
  });

  test('prowlarr: every route answers as described', async () => {
    using folder = temporaryFolder();
    using sonarrFolder = temporaryFolder();
    await using sonarr = await driveArr('sonarr', sonarrFolder.path);
    await using driver = await driveArr('prowlarr', folder.path, prowlarrKey);
    const app = arrApps.prowlarr;

    await callSystem(driver, app);
    await callTags(driver, app);
    await callCommands(driver, app);
    await callConfigs(driver, app);
    await callProviders(driver, app, {
      applications: applicationBody(driver.address, sonarr.address, apiKey),
    });
    expect((await driver.call('GET', '/api/v1/indexer')).body).toEqual([]);
    expect((await driver.call('GET', '/api/v1/appprofile')).body).toHaveLength(1);
    const caps = { params: { id: 0 }, query: { t: 'caps' } };
    expect((await driver.call('GET', '/{id}/api', caps)).body).toContain('<caps>');
    expect((await driver.call('GET', '/api/v1/indexer/{id}/newznab', caps)).body).toContain('<caps>');

    expect(driver.uncovered()).toEqual([]);
  });
});
