import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { sha256 } from '#api/digest.ts';
import { hostId } from '#domain/ids.ts';
import { restClient } from '#test/support/control-plane/client.ts';
import { type ControlPlane, startControlPlane } from '#test/support/control-plane/control-plane.ts';

const attic = hostId('attic');
const gateway = { fingerprint: 'ab'.repeat(32), address: '10.200.0.5:8485' };
const patience = { timeout: 60_000, interval: 200 };

describe('hosts of a running control plane', () => {
  let world: ControlPlane;
  let api: ReturnType<typeof restClient>;
  beforeAll(async () => {
    world = await startControlPlane();
    api = restClient(world);
  });
  afterAll(() => world.stop());

  const untilItIs = (id: string, state: string) =>
    vi.waitFor(
      async () =>
        expect(await api.call('GET', `/hosts/${id}`)).toMatchObject({ status: 200, body: { state } }),
      patience,
    );

  test('its own is known to be reachable before anything is installed', async () => {
    await untilItIs('local', 'reachable');
    expect((await api.call('GET', '/hosts')).body).toMatchObject({
      hosts: [{ id: 'local', kind: 'local', address: '127.0.0.1', services: 0 }],
    });
  });

  test('one whose worker is away is told as unreachable, and as reachable when it is back', async () => {
    await world.processes.host.kill();
    await untilItIs('local', 'unreachable');
    await world.processes.host.restart();
    await untilItIs('local', 'reachable');
  }, 180_000);

  test('one that joins is supervised, and its supervision ends with it', async () => {
    const folder = join(world.home.paths.root, 'gateway');
    await mkdir(folder);
    await writeFile(join(folder, 'identity.json'), JSON.stringify(gateway));
    const { status, body } = await api.call('POST', '/hosts/invitations', { host: attic });
    expect({ status, body }).toMatchObject({ status: 201, body: { address: gateway.address } });
    const { token } = body as { token: string };
    const certificate = { fingerprint: 'cd'.repeat(32), expires: '2030-01-01T00:00:00.000Z' };
    await world.ports.hostStore.join({ tokenHash: sha256(token), certificate, address: '10.200.0.7' });
    // It has no worker: nobody takes its watcher's work.
    await untilItIs('attic', 'unreachable');
    expect((await api.call('DELETE', '/hosts/attic')).status).toBe(200);
    const word = { at: new Date().toISOString(), reachable: true, cause: 'a test asks' };
    await vi.waitFor(
      async () => expect(await world.ports.monitors.reportHost(attic, word)).toBe(false),
      patience,
    );
  }, 180_000);
});
