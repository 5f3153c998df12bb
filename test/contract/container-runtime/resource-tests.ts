import { expect, test } from 'vitest';
import type { NetworkRequest, VolumeRequest } from '#ports/container-runtime.ts';
import { type RuntimeHarness, request } from './harness.ts';
import { firstTask, secondTask, service } from './requests.ts';

export function resourceTests(current: () => RuntimeHarness): void {
  function network(suffix: string, more: Partial<NetworkRequest> = {}): NetworkRequest {
    const { name, pool } = current();
    return { name: name(suffix), internal: true, pool, task: firstTask, ...more };
  }

  function volume(suffix: string): VolumeRequest {
    return { name: current().name(suffix), service, task: firstTask };
  }

  test('says which engine it is', async () => {
    const version = await current().runtime.version();
    expect(version.api).toMatch(/^1\.\d+$/);
    expect(version.engine).not.toBe('');
  });

  test('makes a network once and adopts it afterwards', async () => {
    const { runtime } = current();
    const wanted = network('net-once');
    expect((await runtime.createNetwork(wanted)).outcome).toBe('done');
    expect((await runtime.createNetwork(wanted)).outcome).toBe('adopted');
    expect(await runtime.listNetworks()).toContain(wanted.name);
  });

  test('ends with one network when several callers make it at once', async () => {
    const { runtime } = current();
    const wanted = network('net-race');
    await Promise.all(Array.from({ length: 4 }, () => runtime.createNetwork(wanted)));
    expect((await runtime.listNetworks()).filter((name) => name === wanted.name)).toHaveLength(1);
    expect(await runtime.removeNetwork(wanted.name)).toEqual({ outcome: 'removed' });
    expect(await runtime.removeNetwork(wanted.name)).toEqual({ outcome: 'absent' });
  });

  test('does not take an open network for an internal one', async () => {
    const { runtime } = current();
    await runtime.createNetwork(network('net-open', { internal: false }));
    await expect(runtime.createNetwork(network('net-open'))).rejects.toMatchObject({ code: 'name-taken' });
  });

  test('names the pool when it has no free subnet left', async () => {
    const { runtime, smallPool: pool } = current();
    await runtime.createNetwork(network('net-last', { pool }));
    await expect(runtime.createNetwork(network('net-none', { pool }))).rejects.toMatchObject({
      code: 'network-unavailable',
    });
  });

  test('leaves a network alone that is not ours', async () => {
    const { runtime, makeForeign } = current();
    const wanted = network('net-foreign');
    await makeForeign('network', wanted.name);
    await expect(runtime.createNetwork(wanted)).rejects.toMatchObject({ code: 'name-taken' });
    expect(await runtime.removeNetwork(wanted.name)).toEqual({ outcome: 'not-ours' });
    expect(await runtime.listNetworks()).not.toContain(wanted.name);
  });

  test('keeps a network while a container uses it, even one that was never started', async () => {
    const { runtime } = current();
    const wanted = network('net-used');
    await runtime.createNetwork(wanted);
    const user = request(current(), 'net-user', {
      spec: { network: { mode: 'networks', networks: [{ name: wanted.name, aliases: [] }], ports: [] } },
    });
    await runtime.createContainer(user);
    expect(await runtime.removeNetwork(wanted.name)).toEqual({ outcome: 'in-use' });
    await runtime.removeContainer(user.spec.name);
    expect(await runtime.removeNetwork(wanted.name)).toEqual({ outcome: 'removed' });
  });

  test('makes a volume once, adopts it, and removes it only for the task that made it', async () => {
    const { runtime } = current();
    const wanted = volume('volume');
    expect((await runtime.createVolume(wanted)).outcome).toBe('done');
    expect((await runtime.createVolume(wanted)).outcome).toBe('adopted');
    expect(await runtime.listVolumes()).toContain(wanted.name);
    expect(await runtime.removeVolume(wanted.name, secondTask)).toEqual({ outcome: 'not-ours' });
    expect(await runtime.removeVolume(wanted.name, firstTask)).toEqual({ outcome: 'removed' });
    expect(await runtime.removeVolume(wanted.name)).toEqual({ outcome: 'absent' });
  });

  test('keeps a volume that a container mounts, and never removes it with that container', async () => {
    const { runtime } = current();
    const wanted = volume('volume-used');
    await runtime.createVolume(wanted);
    const mounts = [{ type: 'volume', source: wanted.name, path: '/data', readOnly: false }] as const;
    const user = request(current(), 'volume-user', { spec: { mounts } });
    await runtime.createContainer(user);
    expect(await runtime.removeVolume(wanted.name)).toEqual({ outcome: 'in-use' });
    await runtime.removeContainer(user.spec.name);
    expect(await runtime.listVolumes()).toContain(wanted.name);
  });

  test('leaves a volume alone that is not ours', async () => {
    const { runtime, makeForeign } = current();
    const wanted = volume('volume-foreign');
    await makeForeign('volume', wanted.name);
    await expect(runtime.createVolume(wanted)).rejects.toMatchObject({ code: 'name-taken' });
    expect(await runtime.removeVolume(wanted.name)).toEqual({ outcome: 'not-ours' });
  });

  test('shows nothing of one instance to another', async () => {
    const { runtime, stranger } = current();
    await runtime.createNetwork(network('net-private'));
    await runtime.createVolume(volume('volume-private'));
    expect(await stranger.listNetworks()).toEqual([]);
    expect(await stranger.listVolumes()).toEqual([]);
    expect(await stranger.removeNetwork(current().name('net-private'))).toEqual({ outcome: 'not-ours' });
  });
}
