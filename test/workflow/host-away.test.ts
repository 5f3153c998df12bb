import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type HostId, hostId, serviceId, type TaskId } from '#domain/ids.ts';
import { sketch } from '#test/support/operations/definitions.ts';
import { ailing, type Harness, startHarness } from '#test/support/operations/harness.ts';

describe('a host that is away', () => {
  let world: Harness;

  beforeAll(async () => {
    world = await startHarness({
      temporalAddress: inject('temporalAddress'),
      workflowBundle: inject('workflowBundle'),
    });
  });

  afterAll(() => world.stop());

  const within = { timeout: 20_000, interval: 50 };

  /** Claims a service on the host and starts its install, as the API does. */
  async function install(name: string, host: HostId): Promise<TaskId> {
    world.provide(name);
    const service = serviceId(name);
    const fresh = { settings: {}, sealed: {}, ports: [], origin: 'request' } as const;
    const draft = { id: service, definition: sketch(name), host, ...fresh };
    await world.services.claimInstall({ id: randomUUID(), services: [draft], edges: [] });
    const input = { service, host, origin: { correlationId: name, requestedBy: 'test' } };
    return world.engine.start({ operation: 'install', input, summary: `install ${name}` });
  }

  const untilWaiting = (task: TaskId, host: HostId) =>
    expect
      .poll(() => world.engine.describe(task), within)
      .toMatchObject({ status: 'waiting', waitingFor: `host ${host} unreachable` });

  async function failureOf(task: TaskId): Promise<string> {
    const events = await world.events.read({ after: 0, limit: 1000, task });
    const closed = events.flatMap((event) => (event.type === 'task.closed' ? [event.data] : []));
    return closed.map(({ error }) => `${error?.code}: ${error?.message}`).join();
  }

  test('is waited for, visibly; when it is there the task finishes, and nothing is done twice', async () => {
    await world.settings.write({ 'hosts.patience': '6h' });
    const host = hostId('comes');
    const task = await install('late', host);
    await untilWaiting(task, host);
    await world.serve(host);
    expect((await world.ended(task)).status).toBe('succeeded');
    const told = await world.told(task);
    for (const step of ['createContainer', 'startContainer']) {
      expect(told.filter((line) => line === `step.started ${step}:showrunner-test-late`)).toHaveLength(1);
    }
    expect(await world.services.get(serviceId('late'))).toMatchObject({ status: 'running', host });
  });

  test('ends the task once its time is up, which says what was waited for; nothing is left', async () => {
    await world.settings.write({ 'hosts.patience': '8s' });
    const host = hostId('gone');
    const task = await install('vain', host);
    await untilWaiting(task, host);
    expect((await world.ended(task)).status).toBe('failed');
    expect(await failureOf(task)).toBe(
      'task-timeout: The task waited 8 s for host gone, whose worker does not answer.',
    );
    expect(await world.statusOf('vain')).toBe('absent');
  });

  test('does not hold the undo of a task either, which says what it had to leave', async () => {
    await world.settings.write({ 'hosts.patience': '6s' });
    const host = hostId('lost');
    const leave = await world.serve(host);
    const task = await install('halfway', host);
    world.prober.answer('showrunner-test-halfway', ailing);
    await expect.poll(() => world.told(task), within).toContain('step.started waitHealthy:halfway');
    await leave();
    expect((await world.ended(task, 60)).status).toBe('failed');
    const failure = await failureOf(task);
    expect(failure).toMatch(
      /^task-timeout: The task waited 6 s for host lost, whose worker does not answer\./,
    );
    expect(failure).toMatch(/was not taken back: .*remove container showrunner-test-halfway/);
    expect(await world.statusOf('halfway')).toBe('failed');
  }, 90_000);
});
