import { beforeAll, expect, it } from 'vitest';
import { createCatalogFiles } from '#adapters/catalog-files/catalog-files.ts';
import type { Definition } from '#domain/definition.ts';
import { resolveClosure } from '#domain/graph.ts';
import { serviceId } from '#domain/ids.ts';
import { variablesOf } from '#domain/plan/variables.ts';
import { catalogFolder } from './sample.ts';

let definitions: readonly Definition[];

beforeAll(async () => {
  definitions = await createCatalogFiles({ folder: catalogFolder }).list();
});

function one(id: string): Definition {
  const found = definitions.find((definition) => definition.id === id);
  if (found === undefined) throw new Error(`The catalog has no ${id}.`);
  return found;
}

function main(id: string) {
  const [component] = one(id).components;
  if (component === undefined) throw new Error(`${id} has no component.`);
  return component;
}

it('requires exactly what the stack is described to require', () => {
  const graph = Object.fromEntries(
    definitions.map(({ id, requires }) => [
      id,
      requires.map((one) => `${one.default}${one.optional ? '?' : ''}${one.via === 'namespace' ? '!' : ''}`),
    ]),
  );
  expect(graph).toEqual({
    jellyfin: ['postgres', 'redis', 'traefik?'],
    postgres: [],
    prowlarr: [],
    qbittorrent: ['vpn!'],
    radarr: ['prowlarr', 'qbittorrent', 'jellyfin', 'bazarr?', 'tautulli?'],
    redis: [],
    sonarr: ['prowlarr', 'qbittorrent', 'jellyfin', 'bazarr?', 'tautulli?'],
    vpn: [],
  });
});

it('installs eight services for sonarr and radarr, each after what it requires', () => {
  const requested = ['sonarr', 'radarr'].map((id) => ({ id: serviceId(id), definition: one(id) }));
  const { services } = resolveClosure({ requested, catalog: definitions, installed: [] });
  const order = services.map(({ id }) => String(id));
  expect([...order].sort()).toEqual(definitions.map(({ id }) => String(id)));
  expect(order.indexOf('vpn')).toBeLessThan(order.indexOf('qbittorrent'));
  expect(order.indexOf('postgres')).toBeLessThan(order.indexOf('jellyfin'));
  expect(order.indexOf('jellyfin')).toBeLessThan(order.indexOf('sonarr'));
});

it('pins every image to the version that it says it is, and to a digest where one is known', () => {
  const pins = definitions.flatMap(({ components }) =>
    components.map(({ vendorImage, digest }) => `${vendorImage} ${digest?.slice(0, 15) ?? '-'}`),
  );
  expect(pins).toEqual([
    'jellyfin/jellyfin:10.11.11 -',
    'postgres:17.11-alpine -',
    'lscr.io/linuxserver/prowlarr:version-2.5.2.5491 sha256:2f3d3130',
    'lscr.io/linuxserver/qbittorrent:5.2.3 -',
    'lscr.io/linuxserver/radarr:6.3.0 sha256:2b2c1c05',
    'redis:7.4.11-alpine -',
    'lscr.io/linuxserver/sonarr:4.0.19 sha256:4b025354',
    'qmcgaw/gluetun:v3.41.1 -',
  ]);
  for (const { id, version } of definitions) expect(main(id).vendorImage.split(':')[1]).toContain(version);
});

it.each(['sonarr', 'radarr', 'prowlarr'])('lets nobody into %s without a login', (id) => {
  const environment = main(id).environment;
  const prefix = id.toUpperCase();
  expect(environment[`${prefix}__AUTH__METHOD`]).toBe('Forms');
  expect(environment[`${prefix}__AUTH__REQUIRED`]).toBe('Enabled');
  expect(one(id).links.map(({ kind }) => kind)).toContain('app-login');
  expect(one(id).login).toEqual({ user: 'admin', password: 'password', apiKey: 'api-key' });
});

it('mounts one data root where hardlinks are made, and the same paths elsewhere', () => {
  const mounts = (id: string) =>
    main(id).mounts.map(({ volume, path }) => `${one(id).volumes[volume]?.role} ${path}`);
  expect(mounts('sonarr')).toEqual(['config /config', 'data /data']);
  expect(mounts('radarr')).toEqual(['config /config', 'data /data']);
  expect(mounts('qbittorrent')).toEqual(['config /config', 'downloads /data/torrents']);
  expect(mounts('jellyfin')).toEqual(['config /config', 'cache /cache', 'media /data/media']);
  expect(mounts('postgres')).toEqual(['state /var/lib/postgresql/data']);
});

it('gives a capability and a device to the VPN gateway alone, and new privileges to nobody', () => {
  const components = definitions.flatMap((definition) => definition.components);
  expect(components.filter(({ capabilities }) => capabilities.length > 0).map(({ name }) => name)).toEqual([
    'vpn',
  ]);
  expect(components.filter(({ devices }) => devices.length > 0).map(({ name }) => name)).toEqual(['vpn']);
  expect(components.every(({ noNewPrivileges }) => noNewPrivileges)).toBe(true);
});

it('keeps the databases in a network without a way out, and off the host', () => {
  for (const id of ['postgres', 'redis']) {
    expect(main(id)).toMatchObject({ networks: ['data'], ports: [] });
    expect(one(id).networks).toEqual({ data: { internal: true } });
  }
});

it('names no seeded secret that a plan could not fill in', () => {
  const seeded = definitions.flatMap(({ id, files }) =>
    files.map(({ content }) => [id, ...variablesOf(content)]),
  );
  expect(seeded).toEqual([
    ['qbittorrent', 'SECRET_PASSWORD'],
    ['redis', 'SECRET_PASSWORD'],
    ['vpn', 'SECRET_CONTROL_KEY'],
  ]);
});
