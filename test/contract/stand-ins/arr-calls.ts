import { expect } from 'vitest';
import type { ArrApp } from '#lab/stand-ins/arr/apps.ts';
import { fields } from './arr-driver.ts';
import type { Driver } from './driver.ts';

/** A body that the other side accepts, for each kind of provider. */
export type ProviderBodies = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Calls what every program of the family has. */
export async function callSystem(driver: Driver, app: ArrApp): Promise<void> {
  expect((await driver.call('GET', '/')).body).toContain(`This is not ${app.name}`);
  expect((await driver.call('GET', '/ping')).body).toEqual({ status: 'OK' });
  await driver.call('HEAD', '/ping');
  expect((await driver.call('GET', `${app.api}/system/status`)).body).toMatchObject({ appName: app.name });
  expect((await driver.call('GET', `${app.api}/health`)).status).toBe(200);
}

export async function callTags(driver: Driver, app: ArrApp): Promise<void> {
  const path = `${app.api}/tag`;
  const made = await driver.call('POST', path, { body: { label: 'FlareSolverr' } });
  expect(made).toMatchObject({ status: 201, body: { label: 'flaresolverr' } });
  const params = { id: idOf(made.body) };
  expect((await driver.call('GET', path)).body).toHaveLength(1);
  expect((await driver.call('GET', `${path}/{id}`, { params })).status).toBe(200);
  expect((await driver.call('PUT', `${path}/{id}`, { params, body: { label: 'x' } })).status).toBe(202);
  expect((await driver.call('DELETE', `${path}/{id}`, { params })).status).toBe(200);
  expect((await driver.call('GET', `${path}/{id}`, { params })).status).toBe(404);
}

export async function callCommands(driver: Driver, app: ArrApp): Promise<void> {
  const path = `${app.api}/command`;
  const made = await driver.call('POST', path, { body: { name: app.commands.at(-1) } });
  expect(made.status).toBe(201);
  const params = { id: idOf(made.body) };
  const status = async () => (await driver.call('GET', `${path}/{id}`, { params })).body;
  await expect.poll(status, { timeout: 15_000, interval: 25 }).toMatchObject({ status: 'completed' });
  expect((await driver.call('GET', path)).body).toHaveLength(1);
}

export async function callConfigs(driver: Driver, app: ArrApp): Promise<void> {
  for (const name of Object.keys(app.configs)) {
    const path = `${app.api}/config/${name}`;
    const read = await driver.call('GET', path);
    expect(read.body).toMatchObject({ id: 1 });
    const params = { id: 1 };
    expect((await driver.call('GET', `${path}/{id}`, { params })).body).toEqual(read.body);
    expect((await driver.call('PUT', `${path}/{id}`, { params, body: read.body })).status).toBe(202);
  }
}

export async function callProviders(driver: Driver, app: ArrApp, bodies: ProviderBodies): Promise<void> {
  for (const { path: kind } of app.providers) {
    const path = `${app.api}/${kind}`;
    const body = bodies[kind];
    expect((await driver.call('GET', `${path}/schema`)).status).toBe(200);
    expect((await driver.call('POST', `${path}/test`, { body })).body).toEqual({});
    const made = await driver.call('POST', path, { body });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const params = { id: idOf(made.body) };
    expect((await driver.call('GET', path)).body).toHaveLength(1);
    expect((await driver.call('GET', `${path}/{id}`, { params })).body).toEqual(made.body);
    expect(
      (await driver.call('PUT', `${path}/{id}`, { params, body: { ...body, name: 'Other' } })).status,
    ).toBe(202);
    expect((await driver.call('POST', `${path}/testall`)).status).toBe(200);
    expect((await driver.call('DELETE', `${path}/{id}`, { params })).status).toBe(200);
    expect((await driver.call('DELETE', `${path}/{id}`, { params })).status).toBe(404);
  }
}

export async function callRootFolders(driver: Driver, app: ArrApp, folder: string): Promise<void> {
  const path = `${app.api}/rootfolder`;
  const made = await driver.call('POST', path, { body: { path: folder } });
  expect(made).toMatchObject({ status: 201, body: { path: folder, accessible: true } });
  const params = { id: idOf(made.body) };
  expect((await driver.call('GET', path)).body).toHaveLength(1);
  expect((await driver.call('GET', `${path}/{id}`, { params })).status).toBe(200);
  expect((await driver.call('DELETE', `${path}/{id}`, { params })).status).toBe(200);
}

export function downloadClientBody(app: ArrApp, port: number, password: string) {
  return {
    name: 'qBittorrent',
    enable: true,
    protocol: 'torrent',
    priority: 1,
    removeCompletedDownloads: true,
    removeFailedDownloads: true,
    implementation: 'QBittorrent',
    configContract: 'QBittorrentSettings',
    fields: fields({
      host: '127.0.0.1',
      port,
      username: 'admin',
      password,
      [app.id === 'sonarr' ? 'tvCategory' : 'movieCategory']: app.id,
    }),
    tags: [],
  };
}

export function notificationBody(port: number, apiKey: string) {
  return {
    name: 'Jellyfin',
    implementation: 'MediaBrowser',
    configContract: 'MediaBrowserSettings',
    onDownload: true,
    onUpgrade: true,
    onRename: true,
    fields: fields({ host: '127.0.0.1', port, apiKey, updateLibrary: true }),
    tags: [],
  };
}

export function indexerBody(prowlarr: string, apiKey: string) {
  return {
    name: 'Test (Prowlarr)',
    implementation: 'Newznab',
    configContract: 'NewznabSettings',
    enableRss: true,
    enableAutomaticSearch: true,
    enableInteractiveSearch: true,
    priority: 25,
    fields: fields({ baseUrl: `${prowlarr}/0/`, apiPath: '/api', apiKey, categories: [5030] }),
    tags: [],
  };
}

export function applicationBody(prowlarrUrl: string, baseUrl: string, apiKey: string) {
  return {
    name: 'Sonarr',
    syncLevel: 'fullSync',
    implementation: 'Sonarr',
    configContract: 'SonarrSettings',
    fields: fields({ prowlarrUrl, baseUrl, apiKey, syncCategories: [5000, 5030] }),
    tags: [],
  };
}

export function idOf(body: unknown): number {
  if (typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'number')
    return body.id;
  throw new Error(`no id in ${JSON.stringify(body)}`);
}
