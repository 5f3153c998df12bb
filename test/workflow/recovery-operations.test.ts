import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { monitorWorkflowId } from '#contracts/ids.ts';
import { type Observation, reviewSignalName } from '#contracts/messages.ts';
import { serviceId, type TaskId } from '#domain/ids.ts';
import { sketch } from '#test/support/operations/definitions.ts';
import { ailing, type Harness, healthy, host, startHarness } from '#test/support/operations/harness.ts';

const within = { timeout: 20_000, interval: 20 };

describe('recovery by the real operations', () => {
  let world: Harness;

  beforeAll(async () => {
    world = await startHarness({
      temporalAddress: inject('temporalAddress'),
      workflowBundle: inject('workflowBundle'),
    });
  });

  afterAll(() => world.stop());

  const container = (name: string) => `showrunner-test-${name}`;
  const row = (name: string) => world.services.get(serviceId(name));
  const say = (name: string, word: Omit<Observation, 'at'>) =>
    world.monitors.observe(serviceId(name), { at: new Date().toISOString(), ...word });
  const gone = {
    health: 'unhealthy',
    cause: 'its container is gone',
    source: 'event',
    happened: 'gone',
  } as const;

  async function installed(name: string): Promise<void> {
    world.provide(name);
    expect((await world.ended(await world.install(name, [sketch(name)]))).status).toBe('succeeded');
    // The monitor stands aside until the install has ended; then it has its first look.
    await expect.poll(() => looks(name), within).toBeGreaterThan(0);
  }

  async function looks(name: string): Promise<number> {
    const history = await world.temporal.client.workflow
      .getHandle(monitorWorkflowId(serviceId(name)))
      .fetchHistory();
    return (history.events ?? []).filter((event) => event.activityTaskCompletedEventAttributes != null)
      .length;
  }

  async function told(name: string): Promise<readonly string[]> {
    const events = await world.events.read({ after: 0, limit: 5000, service: serviceId(name) });
    return events.flatMap((event) =>
      event.type === 'service.recovery' ? [`${event.data.phase}: ${event.data.cause}`] : [],
    );
  }

  async function openRecovery(name: string): Promise<TaskId> {
    await expect.poll(async () => (await row(name))?.status, within).toBe('recovering');
    const task = await world.engine.openTask(serviceId(name));
    if (task === undefined) throw new Error(`${name} is recovering without a task.`);
    return task;
  }

  test('a container that was removed is made again, and the task says why', async () => {
    await installed('lost');
    world.runtime.engine.containers.delete(container('lost'));
    await say('lost', gone);
    await expect.poll(() => told('lost'), within).toContain('recovered: mended: its container is gone');
    expect(world.runtime.engine.containers.get(container('lost'))).toMatchObject({ state: 'running' });
    expect(await row('lost')).toMatchObject({ status: 'running', health: 'healthy' });
    const events = await world.events.read({ after: 0, limit: 5000, service: serviceId('lost') });
    expect(events.flatMap((event) => (event.type === 'task.opened' ? [event.data] : []))).toContainEqual(
      expect.objectContaining({ operation: 'recover', requestedBy: 'monitor' }),
    );
  });

  test('a stop by a person, who cancels the recovery, is the last word', async () => {
    await installed('tired');
    world.prober.answer(container('tired'), ailing);
    await say('tired', { health: 'unhealthy', cause: 'no answer', source: 'probe' });
    await world.engine.cancel(await openRecovery('tired'));
    await expect.poll(() => told('tired'), within).toContain('postponed: it was cancelled');
    await expect.poll(async () => (await row('tired'))?.status, within).not.toBe('recovering');
    const stopped = await world.ended(await world.operate('stop', 'tired'));
    expect(stopped.status).toBe('succeeded');
    await say('tired', gone);
    await expect
      .poll(async () => (await world.recoveries.get(serviceId('tired'))).recovery, within)
      .toEqual({
        failures: 0,
        restarts: [],
        alerts: {},
      });
    expect(await row('tired')).toMatchObject({ status: 'stopped', desired: 'stopped' });
    expect((await told('tired')).filter((line) => line.startsWith('attempt'))).toHaveLength(1);
  });

  test('a second monitor of a service that is lost in the middle finds the attempt of the first and waits for it', async () => {
    await installed('orphan');
    world.prober.answer(container('orphan'), ailing);
    await say('orphan', { health: 'unhealthy', cause: 'no answer', source: 'probe' });
    const recovery = await openRecovery('orphan');
    await world.temporal.client.workflow.getHandle(monitorWorkflowId(serviceId('orphan'))).terminate();
    await world.monitors.ensureMonitor(serviceId('orphan'), host);
    world.prober.answer(container('orphan'), healthy);
    expect((await world.ended(recovery)).status).toBe('succeeded');
    const kept = async () => (await world.recoveries.get(serviceId('orphan'))).recovery;
    await expect.poll(kept, within).toHaveProperty('wellSince');
    expect(await kept()).toMatchObject({ failures: 0 });
    expect((await told('orphan')).filter((line) => line.startsWith('attempt'))).toHaveLength(1);
  });

  test('an attempt during which the history grows long is judged by the next generation', async () => {
    await installed('noisy');
    world.prober.answer(container('noisy'), ailing);
    await say('noisy', { health: 'unhealthy', cause: 'no answer', source: 'probe' });
    const recovery = await openRecovery('noisy');
    const monitor = world.temporal.client.workflow.getHandle(monitorWorkflowId(serviceId('noisy')));
    const { runId } = await monitor.describe();
    await expect
      .poll(async () => {
        await monitor.signal(reviewSignalName);
        return (await monitor.describe()).runId;
      }, within)
      .not.toBe(runId);
    world.prober.answer(container('noisy'), healthy);
    expect((await world.ended(recovery)).status).toBe('succeeded');
    await expect
      .poll(() => told('noisy'), within)
      .toEqual(['attempt: no answer', 'recovered: mended: no answer']);
  });
});
