import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Definition } from '#domain/definition.ts';
import { serviceId, type TaskId } from '#domain/ids.ts';
import { imageOf, sketch } from '#test/support/operations/definitions.ts';
import { ailing, type Harness, healthy, startHarness } from '#test/support/operations/harness.ts';

describe('an update', () => {
  let world: Harness;

  beforeAll(async () => {
    world = await startHarness({
      temporalAddress: inject('temporalAddress'),
      workflowBundle: inject('workflowBundle'),
    });
  });

  afterAll(() => world.stop());

  const container = (name: string) => {
    const { request, state, always } = world.runtime.engine.containers.get(`showrunner-test-${name}`) ?? {};
    return { image: request?.spec.image, state, always };
  };
  const row = (name: string) => world.services.get(serviceId(name));
  const library = (name: string) => join(world.folders.config, name, 'library.db');

  /** The same service with another image, which gives up after a second. */
  function newer(name: string): Definition {
    const definition = sketch(name, { startSeconds: 1 });
    const image = `${imageOf(name)}-next`;
    world.runtime.engine.addImage(image);
    const components = definition.components.map((component) => ({
      ...component,
      image,
      vendorImage: image,
    }));
    return { ...definition, version: '2.0', components };
  }

  async function installed(name: string): Promise<void> {
    world.provide(name);
    expect((await world.ended(await world.install(name, [sketch(name)]))).status).toBe('succeeded');
    await mkdir(join(world.folders.config, name), { recursive: true });
    await writeFile(library(name), 'old data');
  }

  async function closingWords(task: TaskId): Promise<string> {
    const events = await world.events.read({ after: 0, limit: 1000, task });
    return events
      .flatMap((event) => (event.type === 'task.closed' ? [event.data.error?.message ?? ''] : []))
      .join();
  }

  test('puts the new image in place of the old one, and keeps a copy of what was there', async () => {
    await installed('renewed');
    const update = await world.update('renewed', newer('renewed'));
    expect((await world.ended(update)).status).toBe('succeeded');
    expect(container('renewed')).toMatchObject({ image: `${imageOf('renewed')}-next`, state: 'running' });
    const after = await row('renewed');
    expect(after).toMatchObject({ status: 'running', definition: { version: '2.0' } });
    expect(after).not.toHaveProperty('previous');
    const kept = join(world.folders.config, '.snapshots', 'renewed', update, 'library.db');
    expect(await readFile(kept, 'utf8')).toBe('old data');
  });

  test('to an image whose health never comes brings old image and old data back, and says so', async () => {
    await installed('spoilt');
    const before = container('spoilt').image;
    world.prober.answer('showrunner-test-spoilt', ailing);
    const update = await world.update('spoilt', newer('spoilt'));
    await expect
      .poll(() => container('spoilt').image, { timeout: 15_000, interval: 10 })
      .toBe(`${imageOf('spoilt')}-next`);
    await writeFile(library('spoilt'), 'migrated, and of no use to the old one');
    expect((await world.ended(update)).status).toBe('failed');
    expect(await closingWords(update)).toMatch(/What was there before is back; it was away for \d+ s\.$/);
    expect(container('spoilt')).toMatchObject({ image: before, state: 'running', always: true });
    expect(await readFile(library('spoilt'), 'utf8')).toBe('old data');
    expect(await row('spoilt')).toMatchObject({ status: 'running', definition: { version: '1.0' } });
    expect(await row('spoilt')).not.toHaveProperty('previous');
    const told = await world.told(update);
    expect(told.filter((line) => line.startsWith('step.ended')).slice(-4)).toEqual([
      'step.ended createContainer:showrunner-test-spoilt',
      'step.ended removeContainer:showrunner-test-spoilt',
      expect.stringContaining('step.ended snapshotFolder:'),
      'step.ended stopContainer:showrunner-test-spoilt',
    ]);
  });

  test('that is cancelled half-way leaves the service as it was', async () => {
    await installed('doubted');
    world.prober.answer('showrunner-test-doubted', ailing);
    const definition = { ...newer('doubted'), health: sketch('doubted').health };
    const update = await world.update('doubted', definition);
    await expect
      .poll(() => container('doubted').image, { timeout: 15_000, interval: 10 })
      .toBe(`${imageOf('doubted')}-next`);
    await world.engine.cancel(update);
    expect((await world.ended(update)).status).toBe('cancelled');
    expect(container('doubted')).toMatchObject({ image: imageOf('doubted'), state: 'running' });
    expect(await row('doubted')).toMatchObject({ status: 'running', definition: { version: '1.0' } });
    world.prober.answer('showrunner-test-doubted', healthy);
  });

  test('of a stopped service is made so by its next start', async () => {
    await installed('asleep');
    await world.ended(await world.operate('stop', 'asleep'));
    expect((await world.ended(await world.update('asleep', newer('asleep')))).status).toBe('succeeded');
    expect(container('asleep')).toMatchObject({ image: imageOf('asleep'), state: 'exited' });
    expect((await world.ended(await world.operate('start', 'asleep'))).status).toBe('succeeded');
    expect(container('asleep')).toMatchObject({ image: `${imageOf('asleep')}-next`, state: 'running' });
  });
});
