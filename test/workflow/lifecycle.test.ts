import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { DomainError } from '#domain/errors.ts';
import { serviceId, type TaskId } from '#domain/ids.ts';
import { sketch } from '#test/support/operations/definitions.ts';
import { ailing, type Harness, healthy, startHarness } from '#test/support/operations/harness.ts';

const within = { timeout: 15_000, interval: 20 };

describe('life after the install', () => {
  let world: Harness;

  beforeAll(async () => {
    world = await startHarness({
      temporalAddress: inject('temporalAddress'),
      workflowBundle: inject('workflowBundle'),
    });
  });

  afterAll(() => world.stop());

  const container = (name: string) => world.runtime.engine.containers.get(`showrunner-test-${name}`);
  const row = (name: string) => world.services.get(serviceId(name));

  async function installed(name: string, ...required: readonly string[]): Promise<void> {
    world.provide(name, ...required);
    const catalog = [sketch(name, { requires: required }), ...required.map((other) => sketch(other))];
    expect((await world.ended(await world.install(name, catalog))).status).toBe('succeeded');
  }

  async function failureOf(task: TaskId): Promise<string | undefined> {
    expect((await world.ended(task)).status).toBe('failed');
    const events = await world.events.read({ after: 0, limit: 1000, task });
    const [code] = events.flatMap((event) => (event.type === 'task.closed' ? [event.data.error?.code] : []));
    return code;
  }

  test('a stopped service keeps its container, and the engine leaves it stopped', async () => {
    await installed('quiet');
    const before = container('quiet')?.id;
    const stop = await world.operate('stop', 'quiet');
    expect((await world.ended(stop)).status).toBe('succeeded');
    expect(container('quiet')).toMatchObject({ id: before, state: 'exited', always: false });
    expect(await row('quiet')).toMatchObject({ status: 'stopped', desired: 'stopped', health: 'unknown' });
    expect(await world.told(stop)).toContain('step.ended stopContainer:showrunner-test-quiet');
  });

  test('a started service is the same container, healthy and kept running', async () => {
    await installed('again');
    const before = container('again')?.id;
    await world.ended(await world.operate('stop', 'again'));
    expect((await world.ended(await world.operate('start', 'again'))).status).toBe('succeeded');
    expect(container('again')).toMatchObject({ id: before, state: 'running', always: true });
    expect(await row('again')).toMatchObject({ status: 'running', desired: 'running', health: 'healthy' });
  });

  test('a start brings up what the service requires', async () => {
    await installed('show', 'stage');
    await world.ended(await world.operate('stop', 'show'));
    await world.ended(await world.operate('stop', 'stage'));
    expect((await world.ended(await world.operate('start', 'show'))).status).toBe('succeeded');
    expect([await world.statusOf('stage'), await world.statusOf('show')]).toEqual(['running', 'running']);
  });

  test('a restarted service began anew in the same container', async () => {
    await installed('fresh');
    const before = container('fresh');
    const [id, startedAt] = [before?.id, before?.startedAt];
    expect((await world.ended(await world.operate('restart', 'fresh'))).status).toBe('succeeded');
    expect(container('fresh')?.id).toBe(id);
    expect(container('fresh')?.startedAt).not.toBe(startedAt);
    expect(container('fresh')?.always).toBe(true);
  });

  test('a start whose health never comes fails, says why, and leaves the service wanted', async () => {
    world.provide('ill');
    const catalog = [sketch('ill', { startSeconds: 1 })];
    await world.ended(await world.install('ill', catalog));
    await world.ended(await world.operate('stop', 'ill'));
    world.prober.answer('showrunner-test-ill', ailing);
    expect(await failureOf(await world.operate('start', 'ill'))).toBe('never-healthy');
    expect(await row('ill')).toMatchObject({ status: 'failed', desired: 'running' });
    world.prober.answer('showrunner-test-ill', healthy);
    expect((await world.ended(await world.operate('start', 'ill'))).status).toBe('succeeded');
  });

  test('a cancelled start leaves the service stopped, as it was', async () => {
    await installed('unsure');
    await world.ended(await world.operate('stop', 'unsure'));
    world.prober.answer('showrunner-test-unsure', ailing);
    const start = await world.operate('start', 'unsure');
    await expect.poll(() => container('unsure')?.state, within).toBe('running');
    await world.engine.cancel(start);
    expect((await world.ended(start)).status).toBe('cancelled');
    expect(container('unsure')).toMatchObject({ state: 'exited', always: false });
    expect(await row('unsure')).toMatchObject({ status: 'stopped', desired: 'stopped' });
  });

  test('a recovery makes a container anew that was removed', async () => {
    await installed('lost');
    world.runtime.engine.containers.delete('showrunner-test-lost');
    expect((await world.ended(await world.recover('lost', 'its container is gone'))).status).toBe(
      'succeeded',
    );
    expect(container('lost')).toMatchObject({ state: 'running', always: true });
    expect(await world.statusOf('lost')).toBe('running');
  });

  test('a recovery begins a container anew that runs without being well', async () => {
    await installed('hung');
    const startedAt = container('hung')?.startedAt;
    const event = { id: 'hung/1', correlationId: 'hung', time: new Date().toISOString() };
    await world.services.report({
      service: serviceId('hung'),
      health: 'unhealthy',
      cause: 'no answer',
      event,
    });
    expect((await world.ended(await world.recover('hung'))).status).toBe('succeeded');
    expect(container('hung')?.startedAt).not.toBe(startedAt);
  });

  test('a container that is removed under an operation is made again by a new plan of the same task', async () => {
    await installed('fleeting');
    await world.ended(await world.operate('stop', 'fleeting'));
    const removed = new DomainError('not-found', 'There is no container.');
    world.runtime.failNext('startContainer', removed, 1, 'showrunner-test-fleeting');
    const start = await world.operate('start', 'fleeting');
    expect((await world.ended(start)).status).toBe('succeeded');
    expect(container('fleeting')).toMatchObject({ state: 'running', always: true });
    expect((await world.told(start)).filter((line) => line === 'task.planned')).toHaveLength(2);
  });

  test('an operation whose containers are removed again and again ends, and says why', async () => {
    await installed('cursed');
    await world.ended(await world.operate('stop', 'cursed'));
    const removed = new DomainError('not-found', 'There is no container.');
    world.runtime.failNext('startContainer', removed, 5, 'showrunner-test-cursed');
    expect(await failureOf(await world.operate('start', 'cursed'))).toBe('container-gone');
  });

  test('a recovery does nothing to a service that a person stopped', async () => {
    await installed('resting');
    await world.ended(await world.operate('stop', 'resting'));
    const ended = await world.ended(await world.recover('resting'));
    expect(ended.status).toBe('succeeded');
    expect(container('resting')?.state).toBe('exited');
    expect(await world.statusOf('resting')).toBe('stopped');
  });

  test('a stop that was refused by the engine says so, and the claim is not forgotten', async () => {
    await installed('stubborn');
    const refusal = new DomainError('container-invalid', 'The engine would not.');
    world.runtime.failNext('stopContainer', refusal, 1, 'showrunner-test-stubborn');
    expect(await failureOf(await world.operate('stop', 'stubborn'))).toBe('container-invalid');
    expect(await row('stubborn')).toMatchObject({ status: 'failed', desired: 'stopped' });
    expect((await world.ended(await world.operate('stop', 'stubborn'))).status).toBe('succeeded');
  });
});
