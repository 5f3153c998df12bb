import { beforeEach, describe, expect, it } from 'vitest';
import {
  createNetwork,
  createVolume,
  pullImage,
  removeNetwork,
  removeVolume,
} from '#activities/steps/resources.ts';
import { serviceId } from '#domain/ids.ts';
import { aSpec, type EngineWorld, engineWorld } from './support/engine.ts';
import { aTask, tools } from './support/tools.ts';

const network = { name: 'showrunner-media', internal: false, pool: '10.208.0.0/12' };
const volume = { name: 'showrunner-postgres-data', service: serviceId('postgres') };
const image = { image: 'example.org/other:1', vendorImage: 'example.org/other:1' };

let world: EngineWorld;

beforeEach(() => {
  world = engineWorld();
});

describe('pullImage', () => {
  it('fetches the image once, and tells the bytes', async () => {
    world.engine.offerImage(image.image, { bytes: 500 });
    const ours = tools();
    expect(await pullImage(world.runtime)(image, ours)).toMatchObject({ outcome: 'done', undoable: false });
    expect(ours.progressed.at(-1)).toEqual({ current: 500, total: 500 });
    expect(await pullImage(world.runtime)(image, tools())).toMatchObject({
      outcome: 'adopted',
      undoable: false,
    });
  });

  it('wants exactly the digest that the plan names', async () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    world.engine.offerImage(image.image, { digest: `sha256:${'b'.repeat(64)}` });
    const pull = pullImage(world.runtime)({ ...image, digest }, tools());
    await expect(pull).rejects.toMatchObject({ code: 'image-not-found' });
  });

  it('ends when the task is cancelled, and leaves no image', async () => {
    world.engine.offerImage(image.image, { stalls: true });
    const cancel = new AbortController();
    const pull = pullImage(world.runtime)(image, tools({ signal: cancel.signal }));
    cancel.abort(new Error('cancelled'));
    await expect(pull).rejects.toThrow('cancelled');
    expect(world.engine.images.has(image.image)).toBe(false);
  });
});

describe.each([
  {
    what: 'a network',
    make: (task = aTask()) => createNetwork(world.runtime)(network, tools({ task })),
    remove: (undo: boolean, task = aTask()) => removeNetwork(world.runtime)(network, tools({ undo, task })),
    isThere: () => world.engine.networks.has(network.name),
  },
  {
    what: 'a volume',
    make: (task = aTask()) => createVolume(world.runtime)(volume, tools({ task })),
    remove: (undo: boolean, task = aTask()) => removeVolume(world.runtime)(volume, tools({ undo, task })),
    isThere: () => world.engine.volumes.has(volume.name),
  },
])('$what', ({ make, remove, isThere }) => {
  it('is made once', async () => {
    expect(await make()).toMatchObject({ outcome: 'done', undoable: true });
    // Still registered for an undo: the label says whose it is, and a repeat after a crash finds its own.
    expect(await make()).toMatchObject({ outcome: 'adopted', undoable: true });
    expect(isThere()).toBe(true);
  });

  it('is removed once', async () => {
    await make();
    expect(await remove(false)).toMatchObject({ outcome: 'done', detail: 'removed' });
    expect(await remove(false)).toMatchObject({ outcome: 'adopted', detail: 'it is not there' });
    expect(isThere()).toBe(false);
  });

  it('of another task stays while undoing', async () => {
    await make(aTask(1));
    expect(await make(aTask(2))).toMatchObject({ outcome: 'adopted' });
    expect(await remove(true, aTask(2))).toMatchObject({ outcome: 'skipped' });
    expect(isThere()).toBe(true);
  });

  it('of this task goes while undoing', async () => {
    await make();
    expect(await remove(true)).toMatchObject({ outcome: 'done' });
    expect(isThere()).toBe(false);
  });
});

it('a network that a container uses stays, and that is no failure', async () => {
  await createNetwork(world.runtime)(network, tools());
  const networks = [{ name: network.name, aliases: [] }];
  await world.create({ container: aSpec({ network: { mode: 'networks', networks, ports: [] } }) });
  expect(await removeNetwork(world.runtime)(network, tools())).toMatchObject({
    outcome: 'skipped',
    detail: 'others still use it',
  });
});

it('a volume that a container uses stays', async () => {
  await createVolume(world.runtime)(volume, tools());
  const mount = { type: 'volume', source: volume.name, path: '/x', readOnly: false } as const;
  await world.create({ container: aSpec({ mounts: [mount] }) });
  expect(await removeVolume(world.runtime)(volume, tools())).toMatchObject({ outcome: 'skipped' });
});
