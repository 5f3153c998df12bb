import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { rulesFor } from '#lab/stand-ins/gluetun/firewall.ts';
import { readRoles } from '#lab/stand-ins/gluetun/roles.ts';
import { createGluetun } from '#lab/stand-ins/gluetun/server.ts';
import { readSettings } from '#lab/stand-ins/gluetun/settings.ts';
import { drive } from './driver.ts';
import { temporaryFolder } from './folders.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const wireguard = {
  VPN_SERVICE_PROVIDER: 'mullvad',
  VPN_TYPE: 'wireguard',
  WIREGUARD_PRIVATE_KEY: key,
  WIREGUARD_ADDRESSES: '10.64.0.2/32',
};
const settings = { provider: 'mullvad', type: 'wireguard' } as const;
const nothing = () => undefined;

test('complete settings are accepted', () => {
  expect(readSettings(wireguard)).toEqual(settings);
  expect(readSettings({ ...wireguard, WIREGUARD_ENDPOINT_IP: '', WIREGUARD_ENDPOINT_PORT: '' })).toEqual(
    settings,
  );
  expect(readSettings({ OPENVPN_USER: 'u', OPENVPN_PASSWORD: 'p' })).toMatchObject({ type: 'openvpn' });
});

test.each([
  ['no private key', { ...wireguard, WIREGUARD_PRIVATE_KEY: '' }, 'private key is not set'],
  ['a private key that is none', { ...wireguard, WIREGUARD_PRIVATE_KEY: 'abc' }, 'private key is not valid'],
  ['no address', { ...wireguard, WIREGUARD_ADDRESSES: '' }, 'interface address is not set'],
  ['an unknown provider', { ...wireguard, VPN_SERVICE_PROVIDER: 'nobody' }, 'VPN provider name is not valid'],
  ['an unknown type', { ...wireguard, VPN_TYPE: 'ipsec' }, 'VPN type is not valid'],
  [
    'a custom provider without an endpoint',
    { ...wireguard, VPN_SERVICE_PROVIDER: 'custom' },
    'endpoint IP is not set',
  ],
  [
    'a port that the provider chooses',
    { ...wireguard, VPN_SERVICE_PROVIDER: 'nordvpn', WIREGUARD_ENDPOINT_PORT: '1' },
    'endpoint port is set',
  ],
  ['no user for OpenVPN', {}, 'OpenVPN settings: user is empty'],
])('with %s it says so', (_, env, words) => {
  expect(readSettings(env)).toEqual({ fault: expect.stringContaining(words) });
});

test('a secret may come from a file', () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'key');
  writeFileSync(file, `${key}\n`);
  const env = { ...wireguard, WIREGUARD_PRIVATE_KEY: '', WIREGUARD_PRIVATE_KEY_SECRETFILE: file };
  expect(readSettings(env)).toEqual(settings);
});

test('every route answers, and the health check follows the status', async () => {
  const roles = readRoles({ HTTP_CONTROL_SERVER_AUTH_CONFIG_FILEPATH: '/does/not/exist' }, nothing);
  const { control, health } = createGluetun(settings, roles);
  await using driver = await drive(control, {});
  await using probe = await drive(health, {});
  expect((await driver.call('GET', '/')).body).toContain('No tunnel exists');
  expect((await driver.call('GET', '/v1/version')).body).toMatchObject({ version: 'v3.41.1' });
  expect((await driver.call('GET', '/v1/vpn/status')).body).toEqual({ status: 'running' });
  expect((await driver.call('GET', '/v1/publicip/ip')).body).toEqual({ public_ip: '' });
  expect((await driver.call('GET', '/v1/portforward')).body).toEqual({ port: 0 });
  expect((await driver.call('GET', '/v1/dns/status')).body).toEqual({ status: 'stopped' });
  expect((await probe.call('GET', '/')).status).toBe(200);
  const stop = await driver.call('PUT', '/v1/vpn/status', { body: { status: 'stopped' } });
  expect(stop.body).toEqual({ outcome: 'stopped' });
  expect((await probe.call('GET', '/')).status).toBe(500);
  expect([...driver.uncovered(), ...probe.uncovered()]).toEqual([]);
});

test('a role file closes every route that it does not open', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'auth', 'config.toml');
  mkdirSync(dirname(file));
  const role =
    '[[roles]]\nname = "lab"\nroutes = ["GET /v1/portforward"]\nauth = "apikey"\napikey = "secret"\n';
  writeFileSync(file, role);
  const { control } = createGluetun(
    settings,
    readRoles({ HTTP_CONTROL_SERVER_AUTH_CONFIG_FILEPATH: file }, nothing),
  );
  await using driver = await drive(control, {});
  const headers = { 'x-api-key': 'secret' };
  expect((await driver.call('GET', '/v1/portforward')).status).toBe(401);
  expect((await driver.call('GET', '/v1/portforward', { headers })).status).toBe(200);
  expect((await driver.call('GET', '/v1/vpn/status', { headers })).status).toBe(401);
});

test('the firewall lets through the given ranges and loopback, and counts the rest as dropped', () => {
  expect(rulesFor(['10.0.0.0/8']).split('\n')).toEqual([
    '*filter',
    ':INPUT ACCEPT [0:0]',
    ':FORWARD DROP [0:0]',
    ':OUTPUT DROP [0:0]',
    '-A OUTPUT -o lo -j ACCEPT',
    '-A OUTPUT -d 10.0.0.0/8 -j ACCEPT',
    '-A OUTPUT -j DROP',
    'COMMIT',
    '',
  ]);
});
