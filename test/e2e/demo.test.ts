import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { listInstanceResources } from '#assembly/instance-resources.ts';
import { type Configuration, readConfiguration } from '#platform/configuration.ts';
import { readEnvironment } from '#platform/environment.ts';
import { readHome } from '#platform/home.ts';
import { rawDocker } from '#test/support/docker/client.ts';
import { askApplication, readLogin, readProviders, readServices } from './support/applications.ts';
import { type CliResult, createTestCli, type TestCli } from './support/cli.ts';
import { collectPlaces, secretValuesOf } from './support/leaks.ts';

const names = ['jellyfin', 'postgres', 'prowlarr', 'qbittorrent', 'radarr', 'redis', 'sonarr', 'vpn'];

describe('showrunner demo', () => {
  let cli: TestCli;
  let first: CliResult;
  const web = new Map<string, string>();

  beforeAll(async () => {
    cli = await createTestCli();
    first = await cli.run('demo');
  });

  afterAll(() => cli.dispose());

  /** Where a person reaches the service. */
  function at(service: string): string {
    const address = web.get(service);
    if (address === undefined) throw new Error(`${service} has no address.`);
    return address;
  }

  test('brings eight services from nothing to healthy', async () => {
    expect(first.code, `${first.stdout}\n${first.stderr}`).toBe(0);
    const services = await readServices(cli);
    for (const { id, web: address } of services) if (address !== undefined) web.set(id, address);
    expect(services.map(({ id, status, health }) => `${id} ${status} ${health}`)).toEqual(
      names.map((name) => `${name} running healthy`),
    );
  });

  test('finds nothing to do the second time', async () => {
    const before = await listInstanceResources({ instance: (await configurationOf(cli)).instance });
    const again = z
      .object({ task: z.object({ id: z.string(), status: z.literal('succeeded') }) })
      .parse(await cli.json('demo'));
    const events = z
      .array(z.looseObject({ type: z.string() }))
      .parse(await ndjson(cli, 'events', '--task', again.task.id).catch(() => []));
    expect(events.filter(({ type }) => type.includes('step.'))).toEqual([]);
    expect(await listInstanceResources({ instance: (await configurationOf(cli)).instance })).toEqual(before);
  });

  test.each([
    ['sonarr', 'tvCategory', '/data/media/tv'],
    ['radarr', 'movieCategory', '/data/media/movies'],
  ])('%s knows its download client, its media server and its root folder', async (app, category, folder) => {
    const { apiKey = '' } = await readLogin(cli, app);
    const [client, ...more] = await readProviders(at(app), '/api/v3/downloadclient', apiKey);
    expect(more).toEqual([]);
    expect(client).toMatchObject({
      implementation: 'QBittorrent',
      values: { host: 'qbittorrent', port: 8080 },
    });
    expect(client?.values[category]).toEqual(expect.any(String));
    const { values: _, ...body } = client ?? { values: {} };
    await askApplication(at(app), '/api/v3/downloadclient/test', { 'x-api-key': apiKey }, body);
    const [connection] = await readProviders(at(app), '/api/v3/notification', apiKey);
    expect(connection).toMatchObject({
      implementation: 'MediaBrowser',
      values: { host: 'jellyfin', port: 8096 },
    });
    const folders = await askApplication(at(app), '/api/v3/rootfolder', { 'x-api-key': apiKey });
    expect(folders).toEqual([expect.objectContaining({ path: folder, accessible: true })]);
  });

  test('prowlarr knows both applications', async () => {
    const { apiKey = '' } = await readLogin(cli, 'prowlarr');
    const applications = await readProviders(at('prowlarr'), '/api/v1/applications', apiKey);
    const known = applications.map(
      ({ implementation, values }) => `${implementation} ${String(values.baseUrl)}`,
    );
    expect(known.sort()).toEqual(['Radarr http://radarr:7878', 'Sonarr http://sonarr:8989']);
  });

  test('jellyfin is past its wizard, and has its libraries', async () => {
    const { apiKey = '' } = await readLogin(cli, 'jellyfin');
    const headers = { authorization: `MediaBrowser Token="${apiKey}"` };
    expect(await askApplication(at('jellyfin'), '/System/Info/Public', {})).toMatchObject({
      StartupWizardCompleted: true,
    });
    const libraries = z
      .array(z.looseObject({ CollectionType: z.string(), Locations: z.array(z.string()) }))
      .parse(await askApplication(at('jellyfin'), '/Library/VirtualFolders', headers));
    expect(
      libraries.map(({ CollectionType, Locations }) => `${CollectionType} ${Locations.join()}`).sort(),
    ).toEqual(['movies /data/media/movies', 'tvshows /data/media/tv']);
  });

  test('qbittorrent takes the password that Showrunner shows, and no other', async () => {
    const { user = '', password = '' } = await readLogin(cli, 'qbittorrent');
    expect(await torrentLogin(at('qbittorrent'), user, password)).toBe('Ok.');
    expect(await torrentLogin(at('qbittorrent'), user, `${password}x`)).toBe('Fails.');
  });

  test('a stop is refused while others need the service; with them it stops, and one start brings all back', async () => {
    const refused = await cli.run('stop', 'prowlarr');
    expect([refused.code, refused.stderr]).toEqual([4, expect.stringContaining('radarr, sonarr')]);
    expect((await cli.run('stop', 'prowlarr', '--cascade')).code).toBe(0);
    expect(await statusesOf('prowlarr', 'radarr', 'sonarr')).toEqual(['stopped', 'stopped', 'stopped']);
    expect((await cli.run('start', 'prowlarr')).code).toBe(0);
    expect(await statusesOf('prowlarr', 'radarr', 'sonarr')).toEqual(['running', 'running', 'running']);
  });

  test('a container that somebody removes is made again, and why says what happened', async () => {
    const { instance } = await configurationOf(cli);
    const ours = async () =>
      (await listInstanceResources({ instance })).containers.filter(({ name }) => name.endsWith('-redis'));
    const [redis] = await ours();
    await rawDocker()
      .getContainer(redis?.name ?? '')
      .remove({ force: true });
    await expect
      .poll(ours, { timeout: 30_000, interval: 50 })
      .toEqual([expect.objectContaining({ running: true })]);
    await expect.poll(() => statusesOf('redis'), { timeout: 30_000, interval: 100 }).toEqual(['running']);
    expect((await cli.run('why', 'redis')).stdout).toContain('The recovery succeeded.');
    expect((await cli.run('health')).stdout).toContain('All 8 services are well.');
  });

  test('an update that cannot be had changes nothing, and says so', async () => {
    const update = await cli.run('update', 'redis', '--to', 'no-such-version');
    expect(update.code).toBe(1);
    expect(update.stdout).toContain('Nothing was changed.');
    expect(await statusesOf('redis')).toEqual(['running']);
  });

  test('leaves no secret in histories, logs, tasks, events, labels or arguments', async () => {
    const configuration = await configurationOf(cli);
    const secrets = await secretValuesOf(configuration.home.keyring, names);
    expect(secrets.length).toBeGreaterThan(12);
    const places = new Map(await collectPlaces(configuration));
    places.set('tasks', JSON.stringify(await cli.json('tasks')));
    places.set('events', (await cli.run('--json', 'events')).stdout);
    for (const { id } of await readServices(cli))
      places.set(`log of ${id}`, (await cli.run('logs', id)).stdout);
    const leaks = [...places].flatMap(([place, text]) =>
      secrets.filter((secret) => text.includes(secret)).map(() => place),
    );
    expect(leaks).toEqual([]);
    expect(places.size).toBeGreaterThan(20);
  });

  async function statusesOf(...ids: readonly string[]): Promise<readonly string[]> {
    const services = await readServices(cli);
    return ids.map((id) => services.find((service) => service.id === id)?.status ?? 'absent');
  }

  test('down leaves the services running, and says so; up again finds them well', async () => {
    const down = await cli.run('down');
    expect(down.code).toBe(0);
    for (const name of names) expect(down.stdout).toContain(name);
    const { containers } = await listInstanceResources({ instance: (await configurationOf(cli)).instance });
    expect(containers.filter(({ running }) => running)).toHaveLength(names.length);
    expect((await cli.run('demo')).code).toBe(0);
    expect((await readServices(cli)).every(({ status }) => status === 'running')).toBe(true);
  });

  test('down --purge removes everything but the data folder', async () => {
    const { instance, home } = await configurationOf(cli);
    const purge = await cli.run('down', '--purge', '--yes');
    expect(purge.code, purge.stderr).toBe(0);
    expect(await listInstanceResources({ instance })).toEqual({ containers: [], networks: [], volumes: [] });
    expect(await readHome(home.root)).toBeUndefined();
  });
});

async function configurationOf(cli: TestCli): Promise<Configuration> {
  const home = await readHome(cli.home);
  if (home === undefined) throw new Error(`${cli.home} is no home.`);
  return readConfiguration(
    readEnvironment({ SHOWRUNNER_HOME: cli.home, SHOWRUNNER_INSTANCE: cli.instance }),
    home,
  );
}

async function ndjson(cli: TestCli, ...args: readonly string[]): Promise<readonly unknown[]> {
  const { stdout } = await cli.run('--json', ...args);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}

async function torrentLogin(base: string, username: string, password: string): Promise<string> {
  const body = new URLSearchParams({ username, password });
  const response = await fetch(new URL('/api/v2/auth/login', base), {
    method: 'POST',
    body,
    signal: AbortSignal.timeout(10_000),
  });
  return response.text();
}
