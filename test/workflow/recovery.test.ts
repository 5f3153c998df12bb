import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { runOf } from '#test/contract/service-store/fixtures.ts';
import { type RecoveryWorld, startRecoveryWorld } from '#test/support/operations/recovery-world.ts';
import { startTimeSkipping } from '#test/support/temporal/time-skipping.ts';

const hung = { health: 'unhealthy', cause: 'no answer', source: 'probe' } as const;
const ended = { health: 'unhealthy', cause: 'exit code 1', source: 'event', happened: 'ended' } as const;
const gone = { health: 'unhealthy', cause: 'it is gone', source: 'event', happened: 'gone' } as const;
const well = { health: 'healthy', cause: '200 OK', source: 'probe' } as const;

describe('recovery', () => {
  let environment: TestWorkflowEnvironment;
  let world: RecoveryWorld;
  let begun: number;
  /** The server's clock goes on while the workers work: by no more than what a test has taken so far, and a rounding. */
  const tolerance = () => 2 + (performance.now() - begun) / 1000;

  beforeAll(async () => {
    environment = await startTimeSkipping();
  });
  afterAll(() => environment.teardown());
  beforeEach(async () => {
    begun = performance.now();
    world = await startRecoveryWorld(environment, inject('workflowBundle'));
  });
  afterEach(() => world.stop());

  const times = (name: string) =>
    world.attempts.filter(({ service }) => service === name).map(({ at }) => at);

  function expectTimes(found: readonly number[], expected: readonly number[]): void {
    const [first = 0] = found;
    expect(found).toHaveLength(expected.length);
    for (const [index, seconds] of expected.entries()) {
      expect(Math.abs((found[index] ?? 0) - first - seconds)).toBeLessThan(tolerance());
    }
  }

  test('of a service that fails for ever: three attempts, the breaker, an alert; a half-open try mends it, and when that has lasted the alert is resolved', async () => {
    const id = await world.install('sonarr');
    await world.watch(id);
    world.fates.set(id, 'fails');
    await world.say(id, hung);
    await world.pass(220);
    expectTimes(times('sonarr'), [0, 30, 90]);
    expect(world.alerts).toEqual([expect.stringMatching(/ sonarr ServiceDown raised$/)]);
    world.fates.set(id, 'mended');
    await world.pass(300);
    expectTimes(times('sonarr'), [0, 30, 90, 480]);
    expect(await world.services.get(id)).toMatchObject({ status: 'running', health: 'healthy' });
    expect(world.alerts).toHaveLength(1);
    await world.pass(300);
    expect(world.alerts.slice(1)).toEqual([expect.stringMatching(/ sonarr ServiceDown resolved$/)]);
    expect(world.told(id)).toEqual([
      'attempt: no answer',
      'failed: no answer in time',
      'attempt: no answer',
      'failed: no answer in time',
      'attempt: no answer',
      'failed: no answer in time',
      'breaker-opened: 3 attempts failed: no answer',
      'half-open: no answer',
      'recovered: mended: no answer',
      'breaker-closed: it has been well for long enough',
    ]);
    expect(world.engine).toEqual(['sonarr rests', 'sonarr is kept up']);
  });

  test('that comes round by itself has its engine keep it up again, once, also by a monitor that begins anew', async () => {
    const id = await world.install('ombi');
    await world.watch(id);
    world.fates.set(id, 'fails');
    await world.say(id, hung);
    await world.pass(220);
    expect(world.engine).toEqual(['ombi rests']);
    const run = runOf(id);
    await world.write(id, 'starting', run);
    await world.write(id, 'running', run, { health: 'healthy', release: true });
    await world.say(id, well);
    await world.pass(100);
    await world.monitor(id).terminate();
    await world.watch(id);
    await world.pass(300);
    expect(world.engine).toEqual(['ombi rests', 'ombi is kept up']);
    await world.say(id, well);
    await world.pass(100);
    expect(world.engine).toHaveLength(2);
  });

  test('goes on where it was when all workers end, and when Temporal has lost the monitor: the breaker is still open, the next try comes when it was due', async () => {
    const id = await world.install('radarr');
    await world.watch(id);
    world.fates.set(id, 'fails');
    await world.say(id, gone);
    await world.pass(220);
    expectTimes(times('radarr'), [0, 30, 90]);
    const before = await world.recoveries.get(id);
    expect(before.recovery).toHaveProperty('openedAt');
    await world.restartWorkers();
    await world.pass(100);
    await world.monitor(id).terminate();
    await world.watch(id);
    await world.pass(100);
    expect((await world.recoveries.get(id)).recovery).toEqual(before.recovery);
    expect(times('radarr')).toHaveLength(3);
    await world.pass(100);
    expectTimes(times('radarr'), [0, 30, 90, 480]);
    expect(new Set(world.alerts.map((line) => line.replace(/^\d+ /, '')))).toEqual(
      new Set(['radarr ServiceDown raised']),
    );
  });

  test('mends the root cause first; what requires it is neither attempted nor blamed, and is looked at as soon as the other is back', async () => {
    const provider = await world.install('postgres');
    const consumer = await world.install('jellystat', ['postgres']);
    await world.watch(provider);
    await world.watch(consumer);
    world.fates.set(provider, 'fails');
    await world.say(provider, gone);
    await world.pass(1);
    await world.say(consumer, hung);
    await world.pass(25);
    expect(times('jellystat')).toEqual([]);
    expect(world.told(consumer)).toEqual(['waiting: postgres, which it requires, is down: it is gone']);
    world.fates.set(provider, 'mended');
    await world.pass(60);
    const [, mendedAt = 0] = times('postgres');
    expect(times('postgres')).toHaveLength(2);
    expect(times('jellystat')).toHaveLength(1);
    expect(Math.abs((times('jellystat')[0] ?? 0) - mendedAt - 5)).toBeLessThan(tolerance());
    expect((await world.recoveries.get(consumer)).recovery.failures).toBe(0);
    expect(world.alerts).toEqual([]);
  });

  test('a word that is said while an operation is at work is told once that has ended, and what contradicts it is looked into', async () => {
    const id = await world.install('lidarr');
    await world.watch(id);
    const run = runOf(id);
    await world.write(id, 'updating', run);
    await world.say(id, ended);
    await world.pass(5);
    expect(await world.services.get(id)).toMatchObject({ status: 'updating', health: 'healthy' });
    await world.write(id, 'running', run, { health: 'healthy', release: true });
    await world.pass(60);
    expect(world.attempts).toMatchObject([{ service: 'lidarr', cause: 'exit code 1' }]);
    expect(world.told(id)).toEqual(['attempt: exit code 1', 'recovered: mended: exit code 1']);
  });

  test('a word that could not be told is told again after a pause, before those that came since', async () => {
    const id = await world.install('readarr');
    await world.watch(id);
    await world.pass(1);
    world.refusals.reportHealth = 1;
    await world.say(id, gone);
    await world.pass(5);
    await world.say(id, { ...gone, cause: 'it is still gone' });
    await world.pass(30);
    expect(world.attempts).toEqual([]);
    await world.pass(60);
    expect(world.attempts[0]).toMatchObject({ service: 'readarr', cause: 'it is gone' });
  });

  test('an attempt whose end could not be told is counted after a pause', async () => {
    const id = await world.install('mylar');
    await world.watch(id);
    await world.pass(1);
    world.fates.set(id, 'fails');
    world.refusals.reviewRecovery = 1;
    await world.say(id, gone);
    await world.pass(75);
    expect(world.told(id)).toEqual(['attempt: it is gone', 'failed: no answer in time']);
    expect((await world.recoveries.get(id)).recovery.failures).toBe(1);
  });

  test('of two words that are said while an operation is at work only the newer is told', async () => {
    const id = await world.install('bazarr');
    await world.watch(id);
    const run = runOf(id);
    await world.write(id, 'updating', run);
    await world.say(id, ended);
    await world.say(id, well);
    await world.pass(5);
    await world.write(id, 'running', run, { health: 'healthy', release: true });
    await world.pass(120);
    expect(world.attempts).toEqual([]);
    expect(await world.services.get(id)).toMatchObject({ status: 'running', health: 'healthy' });
  });

  test('a word that is said soon after one operation followed another does not wait for a lost owner', async () => {
    const id = await world.install('tdarr');
    await world.watch(id);
    const run = runOf(id);
    await world.write(id, 'updating', run);
    await world.say(id, well);
    await world.pass(2);
    await world.write(id, 'running', run, { health: 'healthy', release: true });
    await world.say(id, gone);
    await world.pass(3);
    expect(world.attempts).toMatchObject([{ service: 'tdarr', cause: 'it is gone' }]);
  });

  test('keeps still during a maintenance window, and acts when it is over', async () => {
    const id = await world.install('whisparr');
    const [startsAt, now] = [await world.time(), await environment.currentTimeMs()];
    const endsAt = new Date(now + 1_800_000).toISOString();
    await world.recoveries.putWindow({ id: 'disk', service: id, startsAt, endsAt, reason: 'a new disk' });
    await world.watch(id);
    await world.say(id, gone);
    await world.pass(1700);
    expect(world.attempts).toEqual([]);
    await world.pass(200);
    expect(world.attempts).toHaveLength(1);
    expect(world.told(id).slice(0, 2)).toEqual(['waiting: maintenance: a new disk', 'attempt: it is gone']);
  });
});
