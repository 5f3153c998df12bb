import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readGivenSettings } from '#cli/settings/given-settings.ts';
import { parseSettings } from '#cli/settings/read-settings-file.ts';
import { standardSettings } from '#cli/settings/standard-settings.ts';
import { readEnvironment } from '#platform/environment.ts';
import type { Home } from '#platform/home.ts';
import { homePaths } from '#platform/home-paths.ts';
import { temporaryFolder } from '../platform/temporary-folder.ts';

test('--set takes a value, a value from a file, and one that begins with an @', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'key');
  await writeFile(file, 'secret=with=signs\n');
  const given = await readGivenSettings({
    set: ['paths.data=/srv/media', `vpn.wireguard-private-key=@${file}`, 'x.user=@@me', 'timezone='],
  });
  expect(given).toEqual({
    values: {
      'paths.data': '/srv/media',
      'vpn.wireguard-private-key': 'secret=with=signs',
      'x.user': '@me',
      timezone: '',
    },
    inline: ['paths.data', 'x.user', 'timezone'],
  });
});

test('--set wins over --settings, the last over the first', async () => {
  await using folder = await temporaryFolder();
  const settings = join(folder.path, 'settings.yaml');
  await writeFile(settings, 'vpn: { provider: mullvad, type: openvpn }');
  const { values } = await readGivenSettings({ settings, set: ['vpn.type=a', 'vpn.type=wireguard'] });
  expect(values).toEqual({ 'vpn.provider': 'mullvad', 'vpn.type': 'wireguard' });
});

test('all faults are told at once, and none repeats what may be a secret', async () => {
  const given = readGivenSettings({
    set: ['hunter2', '=hunter2', 'vpn.key=@/nowhere/at/all'],
    settings: '/nowhere/settings.yaml',
  });
  await expect(given).rejects.toMatchObject({
    code: 'invalid-input',
    faults: [
      { field: '--set (number 1)', reason: 'must be key=value or key=@FILE' },
      { field: '--set (number 2)', reason: 'must be key=value or key=@FILE' },
      { field: 'vpn.key', reason: 'its file /nowhere/at/all cannot be read (ENOENT)' },
      { field: '/nowhere/settings.yaml', reason: 'cannot be read (ENOENT)' },
    ],
  });
  await expect(given).rejects.not.toThrow('hunter2');
});

test('a file that never ends is not read to its end', async () => {
  const given = readGivenSettings({ set: ['vpn.key=@/dev/zero'], settings: '/dev/zero' });
  await expect(given).rejects.toMatchObject({
    faults: [
      { field: 'vpn.key', reason: 'its file /dev/zero is too large' },
      { field: '/dev/zero', reason: 'is too large' },
    ],
  });
});

test('a file that everyone may read is told apart', async () => {
  await using folder = await temporaryFolder();
  const settings = join(folder.path, 'settings.json');
  await writeFile(settings, '{"paths": {"data": "/srv"}}');
  await chmod(settings, 0o644);
  expect((await readGivenSettings({ set: [], settings })).exposedFile).toBe(settings);
  await chmod(settings, 0o640);
  expect(await readGivenSettings({ set: [], settings })).not.toHaveProperty('exposedFile');
});

test('settings are nested or dotted, in YAML or JSON, and stay the texts that they are', () => {
  const nested =
    'paths:\n  data: /srv/media\nuser: { uid: 1000, umask: 002 }\nvpn.provider: mullvad\nempty:\n';
  const expected = {
    'paths.data': '/srv/media',
    'user.uid': '1000',
    'user.umask': '002',
    'vpn.provider': 'mullvad',
    empty: '',
  };
  expect(parseSettings(nested, 'f')).toEqual({ values: expected, faults: [] });
  const json = '{"paths":{"data":"/srv/media"},"user":{"uid":1000},"on":true}';
  expect(parseSettings(json, 'f').values).toEqual({
    'paths.data': '/srv/media',
    'user.uid': '1000',
    on: 'true',
  });
  expect(parseSettings('', 'f')).toEqual({ values: {}, faults: [] });
});

test.each([
  ['vpn: [a, b]', 'f: vpn', 'is a list; a setting has one value'],
  ['just words', 'f: the file', 'must hold names and values'],
  ['a: &x 1\nb: *x', 'f: b', 'is an alias; write the value itself'],
  ['vpn: { type: a }\nvpn.type: b', 'f: vpn.type', 'is given twice'],
  ['a: 1\na: 2', 'f:2', 'is not valid YAML or JSON (duplicate key)'],
  ['a: "open', 'f:1', 'is not valid YAML or JSON (missing char)'],
])('%j is refused with its place', (text, field, reason) => {
  expect(parseSettings(text, 'f').faults).toEqual([{ field, reason }]);
});

const home: Home = {
  format: 1,
  id: '000000000000',
  name: 'default',
  createdAt: '',
  ports: { api: 1, temporal: 2, temporalUi: 3, temporalMetrics: 4, postgres: 5, labRegistry: 6 },
  paths: homePaths('/srv/home'),
};

test.each([
  ['root', { uid: 0, gid: 0 }, undefined, '1000', '1000'],
  ['root by sudo', { uid: 0, gid: 0 }, { uid: 501, gid: 20 }, '501', '20'],
  ['a person', { uid: 1001, gid: 100 }, undefined, '1001', '100'],
  ['a person in root’s group', { uid: 1001, gid: 0 }, undefined, '1001', '1000'],
])('services of %s never run as root', (_who, user, sudo, uid, gid) => {
  const environment = { ...readEnvironment({ TZ: 'Europe/Vienna' }), user: { ...user, home: '/h' } };
  const settings = standardSettings(home, sudo === undefined ? environment : { ...environment, sudo });
  expect(settings).toEqual({
    'paths.config': '/srv/home/config',
    'user.uid': uid,
    'user.gid': gid,
    timezone: 'Europe/Vienna',
  });
});
