import { expect, test } from 'vitest';
import { labels } from '#contracts/labels.ts';
import type { ContainerSpec } from '#domain/container.ts';
import { serviceId } from '#domain/ids.ts';
import { type RuntimeHarness, request, running } from './harness.ts';
import { firstTask, secondTask, service } from './requests.ts';

export function containerTests(current: () => RuntimeHarness): void {
  function onNetworks(...suffixes: readonly string[]): Pick<ContainerSpec, 'network'> {
    const networks = suffixes.map((suffix) => ({
      name: current().name(suffix),
      aliases: [`alias-${suffix}`],
    }));
    return { network: { mode: 'networks', networks, ports: [] } };
  }

  async function makeNetwork(suffix: string): Promise<void> {
    const { runtime, name, pool } = current();
    await runtime.createNetwork({ name: name(suffix), internal: true, pool, task: firstTask });
  }

  test('makes a container with all its labels, and adopts it afterwards', async () => {
    const { runtime, instance } = current();
    const wanted = request(current(), 'once');
    expect((await runtime.createContainer(wanted)).outcome).toBe('done');
    expect((await runtime.createContainer(wanted)).outcome).toBe('adopted');
    const found = await runtime.inspect(wanted.spec.name);
    expect(found?.state).toBe('created');
    expect(found?.labels).toMatchObject({
      [labels.instance]: instance,
      [labels.service]: 'sample',
      [labels.definition]: 'sample',
      [labels.component]: 'main',
      [labels.task]: firstTask,
      [labels.revision]: '1',
      [labels.configHash]: 'hash-1',
      [labels.desired]: '{"service":"sample"}',
    });
  });

  test('lists a container as it is', async () => {
    const { runtime } = current();
    const name = await running(current(), 'listed');
    const listed = await runtime.listContainers({ service });
    expect(listed.find((container) => container.name === name)).toMatchObject({
      service: 'sample',
      component: 'main',
      state: 'running',
      configHash: 'hash-1',
      task: firstTask,
      revision: 1,
      restarts: 0,
      networks: [],
      namespaceAlive: true,
    });
    expect(await runtime.listContainers({ service: serviceId('another') })).toEqual([]);
  });

  test('replaces a running container of ours that has another configuration', async () => {
    const { runtime } = current();
    const name = await running(current(), 'replaced');
    const before = await runtime.inspect(name);
    const other = request(current(), 'replaced', { configHash: 'hash-2', task: secondTask });
    expect((await runtime.createContainer(other)).outcome).toBe('done');
    const after = await runtime.inspect(name);
    expect(after?.id).not.toBe(before?.id);
    expect(after?.state).toBe('created');
    expect(after?.labels[labels.task]).toBe(secondTask);
  });

  test('keeps the task that made a container when another one adopts it', async () => {
    const { runtime } = current();
    const wanted = request(current(), 'kept');
    await runtime.createContainer(wanted);
    await runtime.createContainer({ ...wanted, task: secondTask });
    expect(await runtime.removeContainer(wanted.spec.name, secondTask)).toEqual({ outcome: 'not-ours' });
    expect(await runtime.removeContainer(wanted.spec.name, firstTask)).toEqual({ outcome: 'removed' });
  });

  test('never touches a container that is not ours', async () => {
    const { runtime, stranger, makeForeign } = current();
    const foreign = request(current(), 'foreign');
    await makeForeign('container', foreign.spec.name);
    await expect(runtime.createContainer(foreign)).rejects.toMatchObject({ code: 'name-taken' });
    await expect(runtime.stopContainer(foreign.spec.name, 1)).rejects.toMatchObject({ code: 'name-taken' });
    expect(await runtime.removeContainer(foreign.spec.name)).toEqual({ outcome: 'not-ours' });
    const own = await running(current(), 'own');
    await expect(stranger.stopContainer(own, 1)).rejects.toMatchObject({ code: 'name-taken' });
    expect(await stranger.listContainers()).toEqual([]);
    expect(await stranger.evidence(own, [])).toBeUndefined();
  });

  test('attaches a container to all its networks', async () => {
    const { runtime, name } = current();
    await makeNetwork('multi-a');
    await makeNetwork('multi-b');
    const wanted = request(current(), 'multi', { spec: onNetworks('multi-a', 'multi-b') });
    await runtime.createContainer(wanted);
    await runtime.startContainer(wanted.spec.name);
    const [listed] = (await runtime.listContainers()).filter((found) => found.name === wanted.spec.name);
    expect(listed?.networks).toEqual([name('multi-a'), name('multi-b')]);
    const addresses = (await runtime.inspect(wanted.spec.name))?.addresses ?? {};
    expect(Object.keys(addresses).toSorted()).toEqual([name('multi-a'), name('multi-b')]);
  });

  test('connects a container to a further network once', async () => {
    const { runtime, name } = current();
    await makeNetwork('later-a');
    await makeNetwork('later-b');
    const wanted = request(current(), 'later', { spec: onNetworks('later-a') });
    await runtime.createContainer(wanted);
    const connect = () => runtime.connectNetwork(wanted.spec.name, name('later-b'), ['later']);
    expect((await connect()).outcome).toBe('done');
    expect((await connect()).outcome).toBe('adopted');
    await expect(runtime.connectNetwork(wanted.spec.name, name('no-net'), [])).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('refuses a container whose surroundings are not there', async () => {
    const { runtime, name, folder } = current();
    const invalid = { code: 'container-invalid' };
    const make = (spec: Partial<ContainerSpec>) =>
      runtime.createContainer(request(current(), 'refused', { spec }));
    const mount = { path: '/data', readOnly: false };
    const noVolume = { mounts: [{ ...mount, type: 'volume', source: name('no-volume') }] } as const;
    const noFolder = { mounts: [{ ...mount, type: 'folder', source: `${folder}/no-folder` }] } as const;
    const noGateway = { network: { mode: 'container', container: name('no-gateway') } } as const;
    await expect(make(onNetworks('no-net'))).rejects.toMatchObject(invalid);
    await expect(make(noVolume)).rejects.toMatchObject(invalid);
    await expect(make(noFolder)).rejects.toMatchObject(invalid);
    await expect(make(noGateway)).rejects.toMatchObject(invalid);
    await expect(make({ image: current().absent })).rejects.toMatchObject({ code: 'image-not-found' });
    expect(await runtime.inspect(name('refused'))).toBeUndefined();
  });

  test('puts a file only where none is, before the first start', async () => {
    const { runtime, folder } = current();
    const mounts = [{ type: 'folder', source: folder, path: '/config', readOnly: false }] as const;
    const wanted = request(current(), 'seeded', { spec: { mounts } });
    await runtime.createContainer(wanted);
    const file = {
      container: wanted.spec.name,
      path: '/config/deep/er/settings.ini',
      content: 'first=1\n',
      uid: 1234,
      gid: 2345,
      mode: 0o640,
    };
    expect((await runtime.seedFile(file)).outcome).toBe('done');
    expect((await runtime.seedFile({ ...file, content: 'second=2\n' })).outcome).toBe('adopted');
  });
}
