import { describe, expect, it } from 'vitest';
import {
  frozenFaults,
  type InstanceSettingName,
  type InstanceSettingValues,
  instanceSettings,
  isInstanceSettingName,
} from '#domain/instance-settings.ts';

const least: InstanceSettingValues = {
  'paths.data': '/srv/media',
  'paths.config': '/srv/config',
  'user.uid': 1000,
  'user.gid': '1001',
};

function faultsOf(values: InstanceSettingValues): readonly string[] {
  const read = instanceSettings(values);
  return 'faults' in read ? read.faults.map(({ field, reason }) => `${field} ${reason}`) : [];
}

it('needs folders and a user, and has defaults for the rest', () => {
  expect(instanceSettings(least)).toEqual({
    settings: {
      paths: { data: '/srv/media', config: '/srv/config' },
      user: { uid: 1000, gid: 1001, umask: '002' },
      timezone: 'UTC',
      network: { pool: '10.208.0.0/12', bind: '127.0.0.1', portOffset: 0 },
      images: { mirror: '' },
    },
  });
});

it('names everything that is missing at once', () => {
  expect(faultsOf({})).toEqual([
    'paths.data is required',
    'paths.config is required',
    'user.uid is required',
    'user.gid is required',
  ]);
});

it('tells faults of all kinds at once', () => {
  expect(faultsOf({ 'paths.data': 'media', 'user.uid': 0, 'user.gid': 1000, timezone: '?' })).toEqual([
    'paths.data must be an absolute path without empty parts, .., ., : and invisible characters',
    'paths.config is required',
    'user.uid must be a whole number above 0 (never root)',
    'timezone must be a name such as Europe/Vienna',
  ]);
});

describe.each<[InstanceSettingName, readonly (string | number)[], readonly (string | number)[]]>([
  [
    'paths.config',
    ['/srv/config', '/home/ä b/config', '/c', '/srv/..config', '/run/media/me/disk', '/etcetera'],
    [
      '/etc',
      '/etc/showrunner',
      '/var/lib/docker/volumes',
      '/home',
      '/srv/con\u202Efig',
      '',
      'config',
      './config',
      '/',
      '/srv/',
      '/srv//x',
      '//srv',
      '/srv/..',
      '/srv/../etc',
      '/srv/./x',
      '/a:b',
      '/a\nb',
      '/a\0',
    ],
  ],
  ['user.uid', [1, 1000, '1000'], [0, '0', -1, 1.5, 'root', '', 2 ** 31]],
  ['user.gid', [1], [0, '']],
  ['user.umask', ['002', '0022', '077'], ['2', '008', '0o22', '00022']],
  [
    'timezone',
    ['UTC', 'Europe/Vienna', 'America/Argentina/Salta', 'Etc/GMT+1'],
    ['', '../etc', '/UTC', 'a b', '$TZ'],
  ],
  [
    'network.pool',
    ['10.208.0.0/12', '10.0.0.0/8', '10.1.2.0/24'],
    ['10.0.0.0', '10.0.0.0/7', '10.0.0.0/25', '10.0.0.256/12', 'fd00::/8', 'x'],
  ],
  ['network.bind', ['127.0.0.1', '0.0.0.0'], ['', 'localhost', '1.2.3', '1.2.3.256', '1.2.3.4.5', '::1']],
  ['network.portOffset', [0, '20000', 50_000], [-1, 50_001, 0.5, 'many']],
  [
    'images.mirror',
    ['', 'mirror.lan:5000', 'mirror.lan/library'],
    ['https://mirror.lan', 'mirror lan', 'mirror.lan:port', '/x'],
  ],
])('%s', (name, good, bad) => {
  it.each(good)('may be %j', (value) => {
    expect(faultsOf({ ...least, [name]: value })).toEqual([]);
  });

  it.each(bad)('is refused as %j', (value) => {
    const faults = faultsOf({ ...least, [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${name} must be `));
  });
});

describe('the services’ folders and the user’s data', () => {
  const nested =
    'paths.config must neither be below paths.data, where nothing is ever removed, nor above or equal to it';

  it.each([
    ['/srv', '/srv/config'],
    ['/srv/media/data', '/srv/media'],
    ['/srv/media', '/srv/media'],
  ])('cannot be %s and %s', (data, config) => {
    expect(faultsOf({ ...least, 'paths.data': data, 'paths.config': config })).toEqual([nested]);
  });

  it('may stand beside each other, also with like names', () => {
    expect(faultsOf({ ...least, 'paths.data': '/srv/media', 'paths.config': '/srv/media-config' })).toEqual(
      [],
    );
  });
});

it('knows its names, and not those that every object has', () => {
  expect(isInstanceSettingName('paths.data')).toBe(true);
  for (const name of ['paths', 'toString', '__proto__', '']) expect(isInstanceSettingName(name)).toBe(false);
});

it('sends alerts to http and https addresses alone, without credentials in them', () => {
  const refused = (url: string) => faultsOf({ ...least, 'alerts.webhook.url': url }).length === 1;
  const sound = [
    '',
    'http://127.0.0.1:9093',
    'https://alerts.lan/prefix/',
    'http://[::1]:9093/hooks?token=a',
    'https://hooks.example.org/services/T0/B0/x',
  ];
  const unsound = [
    'alerts.lan:9093',
    '/hooks',
    'ftp://alerts.lan',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://user@alerts.lan',
    'https://user:word@alerts.lan',
    'https://:word@alerts.lan',
    'http://alerts.lan/#part',
    'http://alerts.lan/a b',
    'http://alerts.lan/\n',
    'http://',
    `http://alerts.lan/${'a'.repeat(2048)}`,
  ];
  expect(sound.filter(refused)).toEqual([]);
  expect(unsound.filter((url) => !refused(url))).toEqual([]);
});

describe('the root of the services’ folders', () => {
  const stored = { 'paths.config': '/srv/config' };

  it('stays where it is while services are installed', () => {
    expect(frozenFaults(stored, { 'paths.config': '/srv/other' }, true)).toEqual([
      {
        field: 'paths.config',
        reason: 'is /srv/config, where the folders of installed services are; it stays',
      },
    ]);
  });

  it('may be set, repeated, or changed while there is none', () => {
    expect(frozenFaults({}, stored, true)).toEqual([]);
    expect(frozenFaults(stored, stored, true)).toEqual([]);
    expect(frozenFaults(stored, { 'paths.config': '/srv/other' }, false)).toEqual([]);
  });
});
