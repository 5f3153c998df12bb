import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { parseTaskId, serviceWorkflowId, taskId } from '#contracts/ids.ts';
import { serviceId, type TaskId } from '#domain/ids.ts';
import { sketch } from '#test/support/operations/definitions.ts';
import { ailing, type Harness, host, startHarness } from '#test/support/operations/harness.ts';

describe('how a task ends', () => {
  let world: Harness;

  beforeAll(async () => {
    world = await startHarness({
      temporalAddress: inject('temporalAddress'),
      workflowBundle: inject('workflowBundle'),
    });
  });

  afterAll(() => world.stop());

  const within = { timeout: 15_000, interval: 20 };
  const untilTold = (task: TaskId, line: string) =>
    expect.poll(() => world.told(task), within).toContain(line);
  const desiredOf = async (name: string) => (await world.services.get(serviceId(name)))?.desired ?? 'absent';
  const member = (name: string) => ({ operation: 'install' as const, service: serviceId(name), host });
  const origin = { correlationId: 'endings', requestedBy: 'test' };

  async function lockHolder(name: string): Promise<TaskId> {
    await expect.poll(() => world.engine.openTask(serviceId(name)), within).toBeDefined();
    const task = await world.engine.openTask(serviceId(name));
    if (task === undefined) throw new Error(`Nothing is at work on ${name}.`);
    return task;
  }

  async function closing(task: TaskId) {
    const events = await world.events.read({ after: 0, limit: 1000, task });
    return events.flatMap((event) => (event.type === 'task.closed' ? [event.data] : []));
  }

  test('a batch fails when one member is cancelled alone, and the others finish', async () => {
    world.provide('steady', 'dropped');
    world.prober.answer('showrunner-test-dropped', ailing);
    const catalog = [sketch('steady'), sketch('dropped')];
    await Promise.all([world.claim('steady', catalog), world.claim('dropped', catalog)]);
    const task = await world.batch(['steady', 'dropped']);
    await world.engine.cancel(await lockHolder('dropped'));
    expect((await world.ended(task)).status).toBe('failed');
    expect(await closing(task)).toMatchObject([{ status: 'failed', error: { code: 'dependency-failed' } }]);
    expect(await world.statusOf('steady')).toBe('running');
    expect(await world.statusOf('dropped')).toBe('absent');
  });

  test('a cancelled batch ends only after every member has undone its work', async () => {
    const names = ['undone-a', 'undone-b', 'undone-c'];
    world.provide(...names);
    for (const name of names) world.prober.answer(`showrunner-test-${name}`, ailing);
    const catalog = names.map((name) => sketch(name));
    for (const name of names) await world.claim(name, catalog);
    const task = await world.batch(names);
    const members = await Promise.all(names.map(lockHolder));
    for (const [at, one] of members.entries()) await untilTold(one, `step.started waitHealthy:${names[at]}`);
    await world.engine.cancel(task);
    expect((await world.ended(task)).status).toBe('cancelled');
    const described = await Promise.all(members.map((one) => world.engine.describe(one)));
    expect(described.map((one) => one?.status)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  });

  test('a batch that fails drops the claims of members that it did not come to', async () => {
    const catalog = [sketch('early'), sketch('late', { requires: ['lates-own'] }), sketch('lates-own')];
    await world.claim('early', catalog);
    await world.claim('late', catalog);
    const input = { origin, stages: [[member('early')], [member('late')]] };
    const task = await world.engine.start({ operation: 'batch', input, key: 'claims', summary: 'batch' });
    expect((await world.ended(task)).status).toBe('failed');
    expect([await desiredOf('late'), await desiredOf('lates-own')]).toEqual(['absent', 'absent']);
  });

  test('an install that never began drops the claims of what it would have required', async () => {
    const catalog = [sketch('stale', { requires: ['stales-own'] }), sketch('stales-own')];
    await world.claim('stale', catalog);
    const input = { service: serviceId('stale'), host, origin, approvedPlan: 'another' };
    const task = await world.engine.start({ operation: 'install', input, summary: 'install stale' });
    expect((await world.ended(task)).status).toBe('failed');
    expect([await desiredOf('stale'), await desiredOf('stales-own')]).toEqual(['absent', 'absent']);
  });

  test('a task whose dependency is cancelled alone fails; it was not cancelled itself', async () => {
    world.provide('consumer', 'refused');
    world.prober.answer('showrunner-test-refused', ailing);
    const catalog = [sketch('consumer', { requires: ['refused'] }), sketch('refused')];
    const task = await world.install('consumer', catalog);
    await world.engine.cancel(await lockHolder('refused'));
    expect((await world.ended(task)).status).toBe('failed');
    expect(await closing(task)).toMatchObject([{ status: 'failed', error: { code: 'dependency-failed' } }]);
    expect(await world.statusOf('consumer')).toBe('failed');
  });

  test('a task that is cancelled in an outage counts as cancelled, and undoes once the outage is over', async () => {
    world.provide('stranded');
    world.prober.answer('showrunner-test-stranded', ailing);
    const task = await world.install('stranded', [sketch('stranded')]);
    await untilTold(task, 'step.started waitHealthy:stranded');
    world.runtime.engine.away();
    await untilTold(task, 'step.failed waitHealthy:stranded');
    await world.engine.cancel(task);
    await expect.poll(async () => (await world.engine.describe(task))?.status, within).toBe('cancelling');
    world.runtime.engine.back();
    expect((await world.ended(task)).status).toBe('cancelled');
    expect(await closing(task)).toEqual([{ status: 'cancelled' }]);
    expect(await world.statusOf('stranded')).toBe('absent');
  });

  test('a cancelled task closes although a dependency cannot be taken back', async () => {
    world.provide('giver-up', 'stuck');
    world.prober.answer('showrunner-test-giver-up', ailing);
    const catalog = [sketch('giver-up', { requires: ['stuck'] }), sketch('stuck')];
    const task = await world.install('giver-up', catalog);
    await untilTold(task, 'step.started waitHealthy:giver-up');
    // Nobody knows the plan of this one, so the uninstall that is to take it back fails.
    const child = taskId({ workflowId: serviceWorkflowId(serviceId('stuck')), runId: randomUUID() });
    await world.events.append([
      {
        id: `${parseTaskId(task).runId}/child/${child}`,
        type: 'task.child',
        time: new Date().toISOString(),
        correlationId: 'endings',
        task,
        data: { service: serviceId('stuck'), child },
      },
    ]);
    await world.engine.cancel(task);
    expect((await world.ended(task)).status).toBe('cancelled');
    expect(await closing(task)).toEqual([{ status: 'cancelled' }]);
    expect(await world.statusOf('giver-up')).toBe('absent');
    expect(await world.statusOf('stuck')).toBe('running');
  });
});
