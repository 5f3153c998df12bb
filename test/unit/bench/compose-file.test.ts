import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createCatalogFiles } from '#adapters/catalog-files/catalog-files.ts';
import { type ComposeStack, composeStack } from '#bench/stack/compose-file.ts';
import { planStack } from '#bench/stack/plan-stack.ts';
import { testSettings } from '#test/support/domain/index.ts';

const catalog = await createCatalogFiles({
  folder: join(import.meta.dirname, '..', '..', '..', 'catalog'),
}).list();

const vpn = {
  provider: 'mullvad',
  type: 'wireguard',
  'wireguard-private-key': `${'A'.repeat(43)}=`,
  'wireguard-addresses': '10.64.0.2/32',
};

function stack(): ComposeStack {
  const settings = { ...testSettings, network: { ...testSettings.network, portOffset: 1000 } };
  const services = ['sonarr', 'radarr'];
  const plans = planStack({ name: 'x', services, catalog, settings, given: { vpn } });
  return composeStack(plans, {
    project: 'x',
    secretOf: ({ secret, as }) => `${as}$${secret}`,
    subnetOf: (at) => `10.217.${at}.0/24`,
    fileFolder: '/files',
  });
}

describe('the Compose file of the demo stack', () => {
  const { file, files, folders } = stack();
  const service = (name: string) => file.services[name] ?? {};

  test('holds the eight services', () => {
    expect(Object.keys(file.services).sort()).toEqual([
      'jellyfin',
      'postgres',
      'prowlarr',
      'qbittorrent',
      'radarr',
      'redis',
      'sonarr',
      'vpn',
    ]);
  });

  test('starts each service once those that it requires are healthy', () => {
    const graph = Object.entries(file.services).map(([name, { depends_on }]) => [
      name,
      Object.entries(depends_on).map(([id, { condition }]) => `${id} ${condition}`),
    ]);
    expect(Object.fromEntries(graph)).toMatchObject({
      sonarr: ['jellyfin service_healthy', 'prowlarr service_healthy', 'qbittorrent service_healthy'],
      jellyfin: ['postgres service_healthy', 'redis service_healthy'],
      qbittorrent: ['vpn service_healthy'],
      vpn: [],
    });
  });

  test('puts qBittorrent into the gateway’s namespace, which publishes its port and answers to its name', () => {
    expect(service('qbittorrent')).toMatchObject({ network_mode: 'service:vpn' });
    expect(service('qbittorrent')).not.toHaveProperty('networks');
    expect(service('vpn')).toMatchObject({
      networks: { 'showrunner-x-download': { aliases: ['qbittorrent', 'vpn'] } },
      ports: ['127.0.0.1:9080:8080/tcp'],
    });
  });

  test('asks each service inside its container as the definition says, every second', () => {
    expect(service('sonarr')).toMatchObject({
      healthcheck: {
        test: ['CMD', 'wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:8989/ping'],
        interval: '1s',
        timeout: '5s',
        retries: 600,
      },
    });
    expect(service('jellyfin')).toMatchObject({
      healthcheck: { test: ['CMD-SHELL', expect.stringContaining("grep -qx 'Healthy'")] },
    });
    expect(service('qbittorrent')).toMatchObject({
      healthcheck: { test: ['CMD-SHELL', expect.stringContaining("grep -Eq ' (200|403)( |$$)'")] },
    });
    expect(service('redis')).toMatchObject({ healthcheck: { test: ['CMD', 'redis-cli', '-e', 'ping'] } });
  });

  test('gives every secret its value, with the signs that Compose would fill in doubled', () => {
    expect(service('postgres')).toMatchObject({
      environment: { POSTGRES_PASSWORD: 'plain$$secret://postgres/password@1' },
    });
    expect(JSON.stringify(file)).not.toContain('"secret"');
  });

  test('mounts the same folders and volumes, and makes no folder by itself', () => {
    expect(service('jellyfin')).toMatchObject({
      volumes: [
        {
          type: 'bind',
          source: '/srv/config/jellyfin',
          target: '/config',
          bind: { create_host_path: false },
        },
        { type: 'volume', source: 'showrunner-x-jellyfin-cache', target: '/cache' },
        { type: 'bind', source: '/srv/media/media', target: '/data/media' },
      ],
    });
    expect(Object.keys(file.volumes)).toContain('showrunner-x-postgres-data');
    expect(folders.map(({ path }) => path)).toContain('/srv/config/jellyfin');
    expect(new Set(folders.map(({ path }) => path)).size).toBe(folders.length);
  });

  test('has each network once, with a subnet of its own, closed where the plan closes it', () => {
    expect(file.networks).toMatchObject({
      'showrunner-x-data': { internal: true },
      'showrunner-x-media': { internal: false },
      'showrunner-x-download': { internal: false },
    });
    expect(new Set(Object.values(file.networks).map((network) => JSON.stringify(network))).size).toBe(3);
  });

  test('lays seeded files into the mounted folder, or mounts them where there is none', () => {
    const paths = files.map(({ path }) => path);
    expect(paths).toContain('/srv/config/qbittorrent/qBittorrent/qBittorrent.conf');
    expect(paths).toContain('/files/showrunner-x-redis-etc-redis.conf');
    expect(service('redis')).toMatchObject({
      volumes: expect.arrayContaining([
        expect.objectContaining({
          source: '/files/showrunner-x-redis-etc-redis.conf',
          target: '/etc/redis.conf',
        }),
      ]),
    });
    expect(files.find(({ path }) => path.endsWith('qBittorrent.conf'))?.content).toContain(
      'qbittorrent-pbkdf2$secret://qbittorrent/password@1',
    );
  });
});
