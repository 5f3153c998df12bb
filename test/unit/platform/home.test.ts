import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '#platform/configuration.ts';
import { readEnvironment } from '#platform/environment.ts';
import { cacheFolder, homeFolder, openHome, readHome, readMetricsToken, readToken } from '#platform/home.ts';
import { temporaryFolder } from './temporary-folder.ts';

const environment = readEnvironment({ HOME: '/home/ann' });
const asUser = { ...environment, user: { uid: 1000, gid: 1000, home: '/home/ann' } };
const asRoot = { ...environment, user: { uid: 0, gid: 0, home: '/root' } };

describe('the home folder', () => {
  test('lies with the user, for root below /var/lib, and a named instance lies beside it', () => {
    expect(homeFolder(asUser)).toBe('/home/ann/.showrunner');
    expect(homeFolder({ ...asUser, instance: 'demo' })).toBe('/home/ann/.showrunner-demo');
    expect(homeFolder(asRoot)).toBe('/var/lib/showrunner');
    expect(homeFolder({ ...asRoot, instance: 'demo' })).toBe('/var/lib/showrunner-demo');
    expect(homeFolder({ ...asUser, home: '/srv/show' })).toBe('/srv/show');
  });

  test('shares downloads between instances', () => {
    expect(cacheFolder(asUser)).toBe('/home/ann/.cache/showrunner');
    expect(cacheFolder(asRoot)).toBe('/var/cache/showrunner');
    expect(cacheFolder({ ...asUser, cacheHome: '/c' })).toBe('/c/showrunner');
  });
});

describe('opening a home', () => {
  test('makes an identity, six different ports and secrets, and keeps them', async () => {
    await using folder = await temporaryFolder();
    const root = join(folder.path, 'home');
    const first = await openHome(root, { name: 'demo' });
    expect(first.id).toMatch(/^[0-9a-f]{12}$/);
    expect(new Set(Object.values(first.ports)).size).toBe(6);
    const token = await readToken(first);
    expect(token.length).toBeGreaterThan(30);

    expect(await openHome(root, { name: 'demo' })).toEqual(first);
    expect(await readHome(root)).toEqual(first);
    expect(await readToken(first)).toBe(token);
    expect(await readMetricsToken(first)).not.toBe(token);
  });

  test('closes it to other users, and closes again what was opened', async () => {
    await using folder = await temporaryFolder();
    const root = join(folder.path, 'home');
    const { paths } = await openHome(root);
    for (const path of [paths.token, paths.metricsToken, paths.postgresPassword, paths.instanceFile])
      expect(modeOf(path)).toBe(0o600);
    expect(modeOf(paths.keyring)).toBe(0o700);
    expect(modeOf(root) & 0o066).toBe(0);

    chmodSync(paths.token, 0o644);
    chmodSync(paths.keyring, 0o755);
    await openHome(root);
    expect(modeOf(paths.token)).toBe(0o600);
    expect(modeOf(paths.keyring)).toBe(0o700);
  });

  test('gives all who open it for the first time at once the same identity', async () => {
    await using folder = await temporaryFolder();
    const root = join(folder.path, 'home');
    const homes = await Promise.all(Array.from({ length: 8 }, () => openHome(root)));
    expect(new Set(homes.map((home) => JSON.stringify(home))).size).toBe(1);
    expect(readdirSync(root).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('prefers port 8484 in the default instance, and takes another one when that is taken', async () => {
    await using folder = await temporaryFolder();
    await using _ = await occupy(8484);
    const { ports } = await openHome(join(folder.path, 'home'));
    expect(ports.api).not.toBe(8484);
  });

  test('refuses a home of another instance', async () => {
    await using folder = await temporaryFolder();
    await openHome(folder.path, { name: 'demo' });
    await expect(openHome(folder.path, { name: 'default' })).rejects.toMatchObject({
      code: 'home-unusable',
      message: expect.stringContaining('"demo", not of "default"'),
    });
  });

  test.each([
    ['not JSON', 'it is not a JSON object'],
    ['{"format": 2}', 'its format is 2'],
    ['{"format": 1, "id": "x"}', 'id is not twelve'],
    [
      '{"format": 1, "id": "0123456789ab", "name": "a", "createdAt": "now", "ports": {"api": 0}}',
      'ports.api',
    ],
  ])('names what is wrong with an instance.json of %s', async (text, reason) => {
    await using folder = await temporaryFolder();
    writeFileSync(join(folder.path, 'instance.json'), text);
    await expect(readHome(folder.path)).rejects.toMatchObject({
      code: 'home-unusable',
      message: expect.stringContaining(reason),
    });
  });

  test('says so when the path is too long for a socket', async () => {
    await expect(openHome(`/tmp/${'x'.repeat(100)}`)).rejects.toMatchObject({
      code: 'home-unusable',
      message: expect.stringContaining('too long'),
    });
  });

  test('never makes a home of a folder that holds something else', async () => {
    await using folder = await temporaryFolder();
    writeFileSync(join(folder.path, 'thesis.odt'), 'years of work');
    chmodSync(folder.path, 0o755);
    await expect(openHome(folder.path)).rejects.toMatchObject({
      code: 'home-unusable',
      message: expect.stringContaining('it is not empty (thesis.odt)'),
    });
    expect(readdirSync(folder.path)).toEqual(['thesis.odt']);
    expect(modeOf(folder.path)).toBe(0o755);
  });

  test('goes on with what an interrupted first start left', async () => {
    await using folder = await temporaryFolder();
    mkdirSync(join(folder.path, 'keyring'));
    writeFileSync(join(folder.path, '.instance.json.0123456789ab'), '');
    await expect(openHome(folder.path)).resolves.toMatchObject({ name: 'default' });
  });

  test('says so when a file stands in its place', async () => {
    await using folder = await temporaryFolder();
    const root = join(folder.path, 'file');
    writeFileSync(root, '');
    await expect(openHome(root)).rejects.toMatchObject({ code: 'home-unusable' });
  });

  test.skipIf(process.getuid?.() !== 0)('says so when its file system is read-only', async () => {
    await using folder = await temporaryFolder();
    await using _ = mountTmpfs(folder.path, 'ro');
    await expect(openHome(join(folder.path, 'home'))).rejects.toMatchObject({
      code: 'home-unusable',
      message: expect.stringContaining('its file system is read-only'),
    });
  });

  test.skipIf(process.getuid?.() !== 0)('says so when its file system became read-only', async () => {
    await using folder = await temporaryFolder();
    await using _ = mountTmpfs(folder.path, 'size=1m');
    const root = join(folder.path, 'home');
    await openHome(root);
    execFileSync('mount', ['-o', 'remount,ro', folder.path]);
    await expect(openHome(root)).rejects.toMatchObject({
      code: 'home-unusable',
      message: expect.stringContaining('its file system is read-only'),
    });
  });

  test.skipIf(process.getuid?.() !== 0)('says so when its disk is full', async () => {
    await using folder = await temporaryFolder();
    await using _ = mountTmpfs(folder.path, 'size=64k');
    expect(() => writeFileSync(join(folder.path, 'ballast'), Buffer.alloc(1_000_000))).toThrow('ENOSPC');
    await expect(openHome(join(folder.path, 'home'))).rejects.toMatchObject({
      code: 'home-unusable',
      message: expect.stringContaining('its disk is full'),
    });
  });

  test('finds no home where there is none, and makes none', async () => {
    await using folder = await temporaryFolder();
    expect(await readHome(join(folder.path, 'none'))).toBeUndefined();
    expect(readdirSync(folder.path)).toEqual([]);
  });
});

describe('the configuration', () => {
  test('describes the embedded programs that the home knows', async () => {
    await using folder = await temporaryFolder();
    const home = await openHome(folder.path, { name: 'demo' });
    const password = readFileSync(home.paths.postgresPassword, 'utf8').trim();
    expect(readConfiguration(environment, home)).toMatchObject({
      instance: { id: home.id, name: 'demo' },
      api: { host: '127.0.0.1', port: home.ports.api },
      temporal: {
        address: `127.0.0.1:${home.ports.temporal}`,
        namespace: 'showrunner',
        uiPort: home.ports.temporalUi,
      },
      database: { host: '127.0.0.1', port: home.ports.postgres, user: 'showrunner', password, tls: false },
      docker: {},
    });
  });

  test('lets the environment win', async () => {
    await using folder = await temporaryFolder();
    const given = readEnvironment({
      HOME: '/h',
      SHOWRUNNER_API_HOST: '0.0.0.0',
      SHOWRUNNER_API_PORT: '80',
      SHOWRUNNER_DATABASE_URL: 'postgres://ann:pass@db/shows',
      SHOWRUNNER_TEMPORAL_ADDRESS: 'temporal:7233',
      DOCKER_HOST: 'unix:///run/user/1000/docker.sock',
      SHOWRUNNER_CATALOG: '/catalog',
    });
    const configuration = readConfiguration(given, await openHome(folder.path));
    expect(configuration).toMatchObject({
      api: { host: '0.0.0.0', port: 80 },
      temporal: { address: 'temporal:7233' },
      database: { host: 'db', port: 5432, password: 'pass' },
      docker: { dockerHost: 'unix:///run/user/1000/docker.sock' },
      catalogFolder: '/catalog',
    });
    expect(configuration.temporal).not.toHaveProperty('uiPort');
  });
});

function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}

async function occupy(port: number): Promise<AsyncDisposable> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<void>();
  server.once('error', () => resolve());
  server.listen(port, '127.0.0.1', () => resolve());
  await promise;
  return { [Symbol.asyncDispose]: () => new Promise((done) => server.close(() => done())) };
}

function mountTmpfs(path: string, options: string): AsyncDisposable {
  mkdirSync(path, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'showrunner-test', path]);
  return {
    [Symbol.asyncDispose]: async () => {
      execFileSync('umount', [path]);
    },
  };
}
