import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { waitFor } from '#test/support/docker/wait-for.ts';
import { openTestLab, type TestLab, waitForHttp } from './test-lab.ts';

const images = {
  sonarr: 'lscr.io/linuxserver/sonarr:4.0.19',
  radarr: 'lscr.io/linuxserver/radarr:6.3.0',
  prowlarr: 'lscr.io/linuxserver/prowlarr:version-2.5.2.5491',
  jellyfin: 'jellyfin/jellyfin:10.11.11',
  qbittorrent: 'lscr.io/linuxserver/qbittorrent:5.2.3',
} as const;
const apiKey = '0123456789abcdef0123456789abcdef';
const json = { 'content-type': 'application/json', 'x-api-key': apiKey };

let lab: TestLab;
vi.setConfig({ testTimeout: 60_000 });
beforeAll(async () => {
  lab = await openTestLab();
}, 300_000);
afterAll(() => lab[Symbol.asyncDispose]());

describe.each([
  ['sonarr', 8989],
  ['radarr', 7878],
  ['prowlarr', 9696],
] as const)('%s', (id, port) => {
  test('answers, runs as PUID, stops at once, and says what it is', async () => {
    const env = { PUID: '1000', PGID: '1000', [`${id.toUpperCase()}__AUTH__APIKEY`]: apiKey };
    const container = await lab.run(images[id], id, { env, binds: [`${join(lab.folder, id)}:/config`] });
    expect(await waitForHttp(`http://${container.ip}:${port}/ping`)).toBe('{"status":"OK"}');
    expect(await waitForHttp(`http://${container.ip}:${port}/`)).toContain('stand-in');
    expect((await container.exec('stat', '-c', '%u', '/proc/1', '/config')).output.trim()).toBe('1000\n1000');
    const { Config } = await container.raw.inspect();
    expect(Config.Labels['showrunner.lab']).toBe('stand-in');
    const { code, ms } = await container.stop();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(10_000);
  });
});

test('Jellyfin runs as the given user on fresh volumes and becomes healthy', async () => {
  const container = await lab.run(images.jellyfin, 'jellyfin', { user: '1000:1000' });
  const url = `http://${container.ip}:8096/health`;
  expect(await waitForHttp(url)).toMatch(/^(Degraded|Healthy)$/);
  await waitFor('Healthy', async () => ((await waitForHttp(url)) === 'Healthy' ? true : undefined));
  expect((await container.exec('stat', '-c', '%u', '/proc/1')).output.trim()).toBe('1000');
  expect((await container.stop()).code).toBe(0);
});

test('Sonarr’s download-client test logs in to the real qBittorrent and makes its category', async () => {
  const client = await lab.run(images.qbittorrent, 'client', { env: { PUID: '1000', PGID: '1000' } });
  const sonarr = await lab.run(images.sonarr, 'sonarr-client', { env: { SONARR__AUTH__APIKEY: apiKey } });
  await waitForHttp(`http://${client.ip}:8080/api/v2/app/version`, 403);
  await waitForHttp(`http://${sonarr.ip}:8989/ping`);
  const test = async (password: string) => {
    const host = `${lab.instance}-client`;
    const fields = Object.entries({ host, port: 8080, username: 'admin', password, tvCategory: 'tv-sonarr' });
    const body = JSON.stringify({
      name: 'qBittorrent',
      enable: true,
      implementation: 'QBittorrent',
      configContract: 'QBittorrentSettings',
      fields: fields.map(([name, value]) => ({ name, value })),
    });
    const url = `http://${sonarr.ip}:8989/api/v3/downloadclient/test`;
    return (await fetch(url, { method: 'POST', headers: json, body })).status;
  };
  expect(await test('wrong')).toBe(400);
  // The default password of this version: a test container that nobody else can reach.
  expect(await test('adminadmin')).toBe(200);
});

test('Prowlarr’s application test passes with both sides up, and names the side that is wrong', async () => {
  const prowlarr = await lab.run(images.prowlarr, 'apps', { env: { PROWLARR__AUTH__APIKEY: apiKey } });
  const sonarr = await lab.run(images.sonarr, 'sonarr-app', { env: { SONARR__AUTH__APIKEY: apiKey } });
  await waitForHttp(`http://${prowlarr.ip}:9696/ping`);
  await waitForHttp(`http://${sonarr.ip}:8989/ping`);
  const create = async (prowlarrUrl: string) => {
    const fields = { prowlarrUrl, baseUrl: `http://${lab.instance}-sonarr-app:8989`, apiKey };
    const body = JSON.stringify({
      name: 'Sonarr',
      syncLevel: 'fullSync',
      implementation: 'Sonarr',
      configContract: 'SonarrSettings',
      fields: Object.entries(fields).map(([name, value]) => ({ name, value })),
    });
    const url = `http://${prowlarr.ip}:9696/api/v1/applications`;
    const answer = await fetch(url, { method: 'POST', headers: json, body });
    return { status: answer.status, text: await answer.text() };
  };
  const refused = await create('http://127.0.0.1:1');
  expect(refused).toMatchObject({ status: 400, text: expect.stringContaining('ProwlarrUrl') });
  expect(await create(`http://${lab.instance}-apps:9696`)).toMatchObject({ status: 201 });
});
