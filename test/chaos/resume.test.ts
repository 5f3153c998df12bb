import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listInstanceResources } from '#assembly/instance-resources.ts';
import { serviceId } from '#domain/ids.ts';
import { restClient, taskIdOf } from '#test/support/control-plane/client.ts';
import { type ControlPlane, startControlPlane } from '#test/support/control-plane/control-plane.ts';
import { strike, victims } from '#test/support/control-plane/victims.ts';
import { buildTestImage, type TestImage } from '#test/support/docker/index.ts';
import { type FixtureCatalog, writeFixtureCatalog } from '#test/support/fixtures/fixture-catalog.ts';

const image = 'showrunner-test/resume:1';
/** Slow enough to be killed in the middle of any step. */
const delay = 2;
const names = ['upper', 'lower'];

describe('an install whose control plane is killed in the middle', () => {
  let built: TestImage;
  let catalog: FixtureCatalog;
  let world: ControlPlane;
  let api: ReturnType<typeof restClient>;

  beforeAll(async () => {
    built = await buildTestImage(image);
    catalog = await writeFixtureCatalog([
      { name: 'upper', image, requires: ['lower'], delay },
      { name: 'lower', image, delay, port: 8001 },
    ]);
    world = await startControlPlane({ catalog: catalog.folder });
    api = restClient(world);
  });

  afterAll(async () => {
    await world?.stop();
    await catalog?.remove();
    await built?.remove();
  });

  const moments = ['createContainer:', 'startContainer:', 'waitHealthy:'];

  test.each(victims)('goes on after %s was killed', async (victim) => {
    const opened = await api.call('POST', '/services', { service: 'upper' });
    expect(opened, JSON.stringify(opened.body)).toMatchObject({ status: 202 });
    const id = taskIdOf(opened);
    for (const moment of moments) {
      await untilBegun(moment);
      await strike(world, victim);
    }
    const task = await api.ended(id);
    expect(task.error).toBeUndefined();
    expect(task.status).toBe('succeeded');
    await expectOneOfEach();
    await takeAway();
  });

  /** Some service has begun such a step since the last install. */
  async function untilBegun(step: string): Promise<void> {
    const head = seen;
    await expect
      .poll(
        async () => {
          const events = await world.ports.events.read({ after: head, limit: 1000 }).catch(() => []);
          return events.some((event) => event.type === 'step.started' && event.data.step.startsWith(step));
        },
        { timeout: 60_000, interval: 10 },
      )
      .toBe(true);
  }

  let seen = 0;

  async function expectOneOfEach(): Promise<void> {
    const { containers, networks, volumes } = await resources();
    const prefix = `showrunner-${world.home.name}`;
    expect(containers.map(({ name }) => name).sort()).toEqual([`${prefix}-lower`, `${prefix}-upper`]);
    expect(containers.every(({ running }) => running)).toBe(true);
    expect(networks).toEqual([`${prefix}-main`]);
    expect([...volumes].sort()).toEqual([`${prefix}-lower-cache`, `${prefix}-upper-cache`]);
    for (const name of names) {
      const row = await world.ports.services.get(serviceId(name));
      expect(row).toMatchObject({ status: 'running', desired: 'running' });
    }
    expect(await world.ports.services.transient()).toEqual([]);
  }

  async function takeAway(): Promise<void> {
    for (const name of names) {
      const answer = await api.call('DELETE', `/services/${name}?purge=true`);
      expect((await api.ended(taskIdOf(answer))).status).toBe('succeeded');
    }
    expect(await resources()).toEqual({ containers: [], networks: [], volumes: [] });
    seen = await world.ports.events.head();
  }

  function resources() {
    return listInstanceResources({ instance: world.configuration.instance });
  }
});
