import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { demoSettings } from '#cli/settings/demo-settings.ts';
import { readEnvironment } from '#platform/environment.ts';
import type { Home } from '#platform/home.ts';
import { homePaths } from '#platform/home-paths.ts';
import { fakeClient } from './fake-client.ts';

const environment = { ...readEnvironment({ TZ: 'UTC' }), user: { uid: 0, gid: 0, home: '/root' } };
const home: Home = {
  format: 1,
  id: '000000000000',
  name: 'demo',
  createdAt: '',
  ports: { api: 1, temporal: 2, temporalUi: 3, temporalMetrics: 4, postgres: 5, labRegistry: 6 },
  paths: homePaths('/srv/home-demo'),
};

/** A control plane that was given these settings, with these services, whose catalog publishes this port. */
function connectionTo(given: readonly string[], services: readonly string[], port: number) {
  const client = fakeClient({
    config: { get: async () => ({ settings: {}, given: [...given], faults: [], revision: 1 }) },
    services: { list: async () => ({ services: services.map((id) => ({ id })) as never }) },
    catalog: {
      list: async () => ({ definitions: [{ ports: [{ container: port, protocol: 'tcp' }] }] as never }),
    },
  });
  return { client, home };
}

test('a first demo gets all that its stack needs, with data beside the home', async () => {
  const settings = await demoSettings(connectionTo([], [], 9), environment);
  expect(settings).toEqual({
    'paths.data': '/srv/home-demo-data',
    'paths.config': '/srv/home-demo/config',
    'user.uid': '1000',
    'user.gid': '1000',
    timezone: 'UTC',
    'network.portOffset': '20000',
    'vpn.provider': 'mullvad',
    'vpn.type': 'wireguard',
    'vpn.wireguard-private-key': expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
    'vpn.wireguard-addresses': '10.64.0.2/32',
  });
});

test('a repeat changes nothing', async () => {
  const first = await demoSettings(connectionTo([], [], 9), environment);
  const repeat = connectionTo(Object.keys(first), ['vpn'], 9);
  expect(await demoSettings(repeat, environment)).toEqual({});
});

test('a block of ports of which one is taken is passed over', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const taken = typeof address === 'object' ? (address?.port ?? 0) : 0;
  try {
    const settings = await demoSettings(connectionTo([], [], taken - 20_000), environment);
    expect(settings['network.portOffset']).not.toBe('20000');
  } finally {
    server.close();
  }
});
