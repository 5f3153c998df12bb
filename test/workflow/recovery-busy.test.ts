import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { BusyDefinition } from '#domain/busy.ts';
import { componentName } from '#domain/ids.ts';
import { type RecoveryWorld, silence, startRecoveryWorld } from '#test/support/operations/recovery-world.ts';
import { startTimeSkipping } from '#test/support/temporal/time-skipping.ts';

const hung = { health: 'unhealthy', cause: 'no answer', source: 'probe' } as const;
const gone = { health: 'unhealthy', cause: 'it is gone', source: 'event', happened: 'gone' } as const;
const scan = 'Rescan Series';

const probeOf = (name: string, longestSeconds: number): BusyDefinition => ({
  component: componentName(name),
  port: 8989,
  path: '/command',
  headers: {},
  any: { status: ['started'] },
  named: 'name',
  longestSeconds,
});

describe('recovery of a service that can be asked whether it is busy', () => {
  let environment: TestWorkflowEnvironment;
  let world: RecoveryWorld;

  beforeAll(async () => {
    environment = await startTimeSkipping();
  });
  afterAll(() => environment.teardown());
  beforeEach(async () => {
    world = await startRecoveryWorld(environment, inject('workflowBundle'));
  });
  afterEach(() => world.stop());

  async function watched(name: string, longestSeconds = 7200) {
    const id = await world.install(name, [], probeOf(name, longestSeconds));
    await world.watch(id);
    return id;
  }

  test('is held back, asks again each minute, and heals it when that has ended', async () => {
    const id = await watched('sonarr');
    world.works.set(id, scan);
    await world.say(id, hung);
    await world.pass(150);
    expect(world.questions).toEqual(Array.from({ length: 3 }, () => 'sonarr /command'));
    expect(world.attempts).toEqual([]);
    const [waiting] = world.told(id);
    expect(waiting).toMatch(
      /^waiting: it is busy: Rescan Series; it is healed when that has ended, at the latest at \d{4}-/,
    );
    world.works.delete(id);
    await world.pass(60);
    expect(world.told(id).slice(1)).toEqual(['attempt: no answer', 'recovered: mended: no answer']);
    expect(world.alerts).toEqual([]);
    expect(await world.services.get(id)).toMatchObject({ status: 'running', health: 'healthy' });
  });

  test('begins all the same when it has been busy for as long as its definition says', async () => {
    const id = await watched('radarr', 600);
    world.works.set(id, scan);
    await world.say(id, hung);
    await world.pass(590);
    expect(world.attempts).toEqual([]);
    await world.pass(30);
    expect(world.attempts).toMatchObject([{ service: 'radarr', cause: 'no answer' }]);
  });

  test('goes on holding back, for no longer than before, when all processes end and Temporal has lost the monitor', async () => {
    const id = await watched('whisparr', 600);
    world.works.set(id, scan);
    await world.say(id, hung);
    await world.pass(100);
    await world.restartWorkers();
    await world.monitor(id).terminate();
    await world.watch(id);
    await world.pass(450);
    expect(world.attempts).toEqual([]);
    await world.pass(70);
    expect(world.attempts).toHaveLength(1);
    expect(world.told(id).filter((line) => line.startsWith('waiting'))).toHaveLength(1);
  });

  test('is not held back by a host that cannot ask', async () => {
    const id = await watched('lidarr');
    world.works.set(id, silence);
    await world.say(id, hung);
    await world.pass(20);
    expect(world.questions).toEqual(['lidarr /command']);
    expect(world.attempts).toHaveLength(1);
  });

  test('asks nothing of a service whose container is gone', async () => {
    const id = await watched('readarr');
    world.works.set(id, scan);
    await world.say(id, gone);
    await world.pass(20);
    expect(world.questions).toEqual([]);
    expect(world.attempts).toHaveLength(1);
  });
});
