import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { waitFor } from '#test/support/docker/wait-for.ts';
import { type Container, openTestLab, type TestLab, waitForHttp } from './test-lab.ts';

const gluetun = 'qmcgaw/gluetun:v3.41.1';
/** Of the range for benchmarks, which is nobody's: the peer takes it, so that no packet leaves the test's network. */
const publicAddress = '198.18.0.1';
const env = {
  VPN_SERVICE_PROVIDER: 'mullvad',
  VPN_TYPE: 'wireguard',
  WIREGUARD_PRIVATE_KEY: randomBytes(32).toString('base64'),
  WIREGUARD_ADDRESSES: '10.64.0.2/32',
};

let lab: TestLab;
vi.setConfig({ testTimeout: 60_000 });
beforeAll(async () => {
  // Not an internal network: there the engine itself stops what goes to a foreign address.
  lab = await openTestLab({ internal: false });
}, 300_000);
afterAll(() => lab[Symbol.asyncDispose]());

test('who shares the vpn’s namespace reaches private addresses and no public one', async () => {
  const capabilities = ['NET_ADMIN'];
  const peer = await lab.run(gluetun, 'peer', { capabilities, entrypoint: ['sh', '-c', serve()] });
  const vpn = await lab.run(gluetun, 'vpn', { capabilities, env });
  const free = await lab.run(gluetun, 'free', { capabilities, entrypoint: ['sleep', '600'] });
  await waitForHttp(`http://${vpn.ip}:8000/v1/vpn/status`);
  await waitFor('the peer serves', async () => ((await fetches(free, peer.ip)) ? true : undefined));
  for (const container of [vpn, free])
    await container.exec('ip', 'route', 'add', publicAddress, 'via', peer.ip);
  const member = await lab.run(gluetun, 'member', { within: vpn.raw.id, entrypoint: ['sleep', '600'] });

  expect(await fetches(free, publicAddress), 'without the firewall the address can be reached').toBe(true);
  expect(await fetches(member, peer.ip), 'a private address').toBe(true);
  expect(await fetches(member, publicAddress), 'a public address').toBe(false);
  expect(await droppedBy(vpn)).toBeGreaterThan(0);
});

test('its own health check turns healthy, and the firewall stands before', async () => {
  const vpn = await lab.run(gluetun, 'vpn-health', { capabilities: ['NET_ADMIN'], env });
  const healthy = async () => {
    const { State } = await vpn.raw.inspect();
    return State.Health?.Status === 'healthy' ? true : undefined;
  };
  await waitFor('healthy', healthy, 20);
  expect((await vpn.exec('iptables', '-S', 'OUTPUT')).output).toContain('-P OUTPUT DROP');
  expect((await vpn.stop()).code).toBe(0);
});

test.each([
  ['a missing private key', { ...env, WIREGUARD_PRIVATE_KEY: '' }, ['NET_ADMIN'], 'private key is not set'],
  ['a missing capability', env, [], 'NET_ADMIN'],
])('%s ends it with a clear line', async (what, environment, capabilities, words) => {
  const name = `bad-${what.split(' ').at(-1)}`;
  const vpn = await lab.run(gluetun, name, { capabilities, env: environment });
  const ended = async () => {
    const { State } = await vpn.raw.inspect();
    return State.Running ? undefined : State.ExitCode;
  };
  expect(await waitFor('it ends', ended)).toBe(1);
  expect(await vpn.logs()).toContain(words);
});

/** A web server on all addresses of its container, one of them public. */
function serve(): string {
  return `ip addr add ${publicAddress}/32 dev lo && mkdir /www && echo here >/www/index.html && exec httpd -f -p 80 -h /www`;
}

async function fetches(container: Container, address: string): Promise<boolean> {
  const { code } = await container.exec(
    'timeout',
    '3',
    'wget',
    '-q',
    '-O',
    '/dev/null',
    `http://${address}/`,
  );
  return code === 0;
}

async function droppedBy(vpn: Container): Promise<number> {
  const { output } = await vpn.exec('iptables', '-L', 'OUTPUT', '-nvx');
  const line = output.split('\n').find((row) => / DROP .* 0\.0\.0\.0\/0 +0\.0\.0\.0\/0/.test(row));
  return Number(line?.trim().split(/\s+/)[0] ?? 0);
}
