import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listInstanceResources } from '#assembly/instance-resources.ts';
import { serviceId, type TaskId } from '#domain/ids.ts';
import { restClient, taskIdOf } from '#test/support/control-plane/client.ts';
import { type ControlPlane, startControlPlane } from '#test/support/control-plane/control-plane.ts';
import {
  buildTestImage,
  type RegistryProxy,
  rawDocker,
  startRegistry,
  startRegistryProxy,
  type TestImage,
  type TestRegistry,
} from '#test/support/docker/index.ts';
import { type FixtureCatalog, writeFixtureCatalog } from '#test/support/fixtures/fixture-catalog.ts';

const image = 'showrunner-test/cancel:1';

describe('a cancelled install on a real engine', () => {
  let built: TestImage;
  let registry: TestRegistry;
  let proxy: RegistryProxy;
  let pulled: string;
  let catalog: FixtureCatalog;
  let world: ControlPlane;
  let api: ReturnType<typeof restClient>;

  beforeAll(async () => {
    built = await buildTestImage(image);
    registry = await startRegistry();
    const slow = await buildTestImage(`${image}-slow`, { ballast: [4_000_000] });
    await registry.push(slow.reference, 'cancel/slow:1');
    // An engine that has its layers already pulls an image in no time.
    await slow.remove();
    proxy = await startRegistryProxy(registry.port);
    proxy.faults.bytesPerSecond = 200_000;
    pulled = `${proxy.address}/cancel/slow:1`;
    catalog = await writeFixtureCatalog([
      { name: 'pulling', image: pulled, port: 8000 },
      { name: 'creating', image, port: 8001, delay: 3600 },
      { name: 'waiting', image, port: 8002, delay: 3600 },
    ]);
    world = await startControlPlane({ catalog: catalog.folder });
    api = restClient(world);
  });

  afterAll(async () => {
    await world.stop();
    await catalog.remove();
    await proxy.stop();
    await registry.stop();
    await built.remove();
  });

  test.each([
    ['pulling', 'pullImage:'],
    ['creating', 'createContainer:'],
    ['waiting', 'waitHealthy:'],
  ])('%s: leaves nothing when it is cancelled in step %s', async (service, step) => {
    const task = taskIdOf(await api.call('POST', '/services', { service }));
    await untilBegun(task, step);
    expect((await api.call('DELETE', `/tasks/${task}`)).status).toBe(202);
    expect((await api.ended(task)).status).toBe('cancelled');
    await expectNothingLeft(service);
    await expect(rawDocker().getImage(pulled).inspect()).rejects.toMatchObject({ statusCode: 404 });
  });

  async function untilBegun(task: TaskId, step: string): Promise<void> {
    const begun = async () => {
      const events = await world.ports.events.read({ after: 0, limit: 1000, task });
      return events.some((event) => event.type === 'step.started' && event.data.step.startsWith(step));
    };
    await expect.poll(begun, { timeout: 30_000, interval: 10 }).toBe(true);
  }

  async function expectNothingLeft(service: string): Promise<void> {
    const { containers, volumes } = await listInstanceResources({ instance: world.configuration.instance });
    expect(containers.filter((container) => container.service === service)).toEqual([]);
    expect(volumes.filter((volume) => volume.includes(service))).toEqual([]);
    expect(await readdir(world.folders.config).catch(() => [])).not.toContain(service);
    expect(await api.call('GET', `/services/${service}`)).toMatchObject({ status: 404 });
    expect((await world.ports.services.get(serviceId(service)))?.status).toBe('absent');
  }
});
