import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { serviceId, type TaskId } from '#domain/ids.ts';
import { imageOf, sketch } from '#test/support/operations/definitions.ts';
import { ailing, type Harness, startHarness } from '#test/support/operations/harness.ts';

describe('cancel', () => {
  let world: Harness;

  beforeAll(async () => {
    world = await startHarness({
      temporalAddress: inject('temporalAddress'),
      workflowBundle: inject('workflowBundle'),
    });
  });

  afterAll(() => world.stop());

  async function untilTold(task: TaskId, line: string): Promise<void> {
    await expect.poll(() => world.told(task), { timeout: 15_000, interval: 20 }).toContain(line);
  }

  async function expectNothingLeft(name: string): Promise<void> {
    const { containers, volumes } = world.runtime.engine;
    expect(await world.statusOf(name)).toBe('absent');
    expect([...containers.keys(), ...volumes.keys()].filter((key) => key.includes(name))).toEqual([]);
    expect([...(await world.secrets.versions(name)).keys()]).toEqual([]);
    expect(await world.services.edges(serviceId(name))).toEqual([]);
    expect(await world.folderPort.exists(`${world.folders.config}/${name}`)).toBe(false);
  }

  test('during a pull ends the pull and leaves nothing', async () => {
    world.runtime.engine.offerImage(imageOf('pulling'), { stalls: true });
    const task = await world.install('pulling', [sketch('pulling')]);
    await untilTold(task, `step.started pullImage:${imageOf('pulling')}`);
    expect(await world.engine.cancel(task)).toBe(true);
    expect((await world.ended(task)).status).toBe('cancelled');
    await expectNothingLeft('pulling');
  });

  test('during the wait for health removes the container and what was made for it', async () => {
    world.provide('waiting');
    world.prober.answer('showrunner-test-waiting', ailing);
    const task = await world.install('waiting', [sketch('waiting')]);
    await untilTold(task, 'step.started waitHealthy:waiting');
    await world.engine.cancel(task);
    expect((await world.ended(task)).status).toBe('cancelled');
    await expectNothingLeft('waiting');
  });

  test('during a link removes all of it', async () => {
    world.provide('linking');
    world.links.next('linking root-folder linking', 'hang');
    const links = [{ kind: 'root-folder', arguments: { path: '/data/x' } }] as const;
    const task = await world.install('linking', [sketch('linking', { links })]);
    await untilTold(task, 'step.started applyLink:linking-root-folder-linking-data-x');
    await world.engine.cancel(task);
    expect((await world.ended(task)).status).toBe('cancelled');
    await expectNothingLeft('linking');
  });

  test('takes back a dependency that was made only for it, finished or not', async () => {
    world.provide('asker', 'finished', 'unfinished');
    world.prober.answer('showrunner-test-unfinished', ailing);
    const catalog = [
      sketch('asker', { requires: ['finished', 'unfinished'] }),
      sketch('finished'),
      sketch('unfinished'),
    ];
    const task = await world.install('asker', catalog);
    await expect.poll(() => world.statusOf('finished'), { timeout: 15_000 }).toBe('running');
    await world.engine.cancel(task);
    expect((await world.ended(task)).status).toBe('cancelled');
    for (const name of ['asker', 'finished', 'unfinished']) await expectNothingLeft(name);
  });

  test('leaves a dependency that another service requires', async () => {
    world.provide('first', 'second', 'shared');
    const catalog = [
      sketch('first', { requires: ['shared'] }),
      sketch('second', { requires: ['shared'] }),
      sketch('shared'),
    ];
    expect((await world.ended(await world.install('first', catalog))).status).toBe('succeeded');
    world.prober.answer('showrunner-test-second', ailing);
    const task = await world.install('second', catalog);
    await untilTold(task, 'step.started waitHealthy:second');
    await world.engine.cancel(task);
    expect((await world.ended(task)).status).toBe('cancelled');
    await expectNothingLeft('second');
    expect(await world.statusOf('shared')).toBe('running');
    expect(await world.statusOf('first')).toBe('running');
  });

  test('leaves a dependency that a person asked for meanwhile', async () => {
    world.provide('wanter', 'wanted');
    world.prober.answer('showrunner-test-wanter', ailing);
    const catalog = [sketch('wanter', { requires: ['wanted'] }), sketch('wanted')];
    const task = await world.install('wanter', catalog);
    await expect.poll(() => world.statusOf('wanted'), { timeout: 15_000 }).toBe('running');
    await world.waiter.untilFree(serviceId('wanted'), AbortSignal.timeout(10_000));
    await world.ended(await world.install('wanted', catalog));
    await world.engine.cancel(task);
    expect((await world.ended(task)).status).toBe('cancelled');
    expect(await world.statusOf('wanted')).toBe('running');
  });

  test('of a batch cancels its members and keeps those that had finished', async () => {
    world.provide('quick', 'slow');
    world.prober.answer('showrunner-test-slow', ailing);
    const catalog = [sketch('quick'), sketch('slow')];
    await Promise.all([world.claim('quick', catalog), world.claim('slow', catalog)]);
    const task = await world.batch(['quick', 'slow']);
    await expect.poll(() => world.statusOf('quick'), { timeout: 15_000 }).toBe('running');
    await world.engine.cancel(task);
    expect((await world.ended(task)).status).toBe('cancelled');
    expect(await world.statusOf('quick')).toBe('running');
    await expectNothingLeft('slow');
  });
});
