import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { DomainError } from '#domain/errors.ts';
import { serviceId } from '#domain/ids.ts';
import { sketch } from '#test/support/operations/definitions.ts';
import { type Harness, healthy, host, startHarness } from '#test/support/operations/harness.ts';

describe('install', () => {
  let world: Harness;

  beforeAll(async () => {
    world = await startHarness({
      temporalAddress: inject('temporalAddress'),
      workflowBundle: inject('workflowBundle'),
    });
  });

  afterAll(() => world.stop());

  test('brings a service from nothing to running, and finds nothing to do the second time', async () => {
    world.provide('plain');
    const catalog = [sketch('plain')];
    const first = await world.ended(await world.install('plain', catalog));
    expect(first.status).toBe('succeeded');
    expect(await world.statusOf('plain')).toBe('running');
    const again = await world.install('plain', catalog);
    expect((await world.ended(again)).status).toBe('succeeded');
    expect(await world.told(again)).toEqual(['task.opened', 'task.planned', 'task.closed']);
  });

  test('brings up what is required first, side by side, and shares it', async () => {
    world.provide('top', 'other', 'left', 'right', 'base');
    const catalog = [
      sketch('top', { requires: ['left', 'right'] }),
      sketch('other', { requires: ['left'] }),
      sketch('left', { requires: ['base'] }),
      sketch('right', { requires: ['base'] }),
      sketch('base'),
    ];
    const [top, other] = await Promise.all([world.install('top', catalog), world.install('other', catalog)]);
    expect((await world.ended(top)).status).toBe('succeeded');
    expect((await world.ended(other)).status).toBe('succeeded');
    for (const name of ['top', 'other', 'left', 'right', 'base'])
      expect(await world.statusOf(name)).toBe('running');
    const created = world.runtime.engine.calls
      .filter(({ method }) => method === 'createContainer')
      .map(({ target }) => target);
    expect(created.filter((target) => target === 'showrunner-test-base')).toHaveLength(1);
  });

  test('undoes a failed start, keeps what it required, and says why', async () => {
    world.provide('needs', 'needed');
    const catalog = [sketch('needs', { requires: ['needed'] }), sketch('needed')];
    const refusal = new DomainError('port-taken', 'Port 8000 is taken by something else.');
    world.runtime.failNext('startContainer', refusal, 1, 'showrunner-test-needs');
    const task = await world.install('needs', catalog);
    expect((await world.ended(task)).status).toBe('failed');
    expect(await world.statusOf('needs')).toBe('failed');
    expect(await world.statusOf('needed')).toBe('running');
    expect(world.runtime.engine.containers.has('showrunner-test-needs')).toBe(false);
    expect([...(await world.secrets.versions('needs')).keys()]).toEqual([]);
    const closed = (await world.events.read({ after: 0, limit: 1000, task })).find(
      ({ type }) => type === 'task.closed',
    );
    expect(closed?.data).toMatchObject({ status: 'failed', error: { code: 'port-taken' } });
  });

  test('can be asked for again after a failure', async () => {
    world.provide('retry');
    const catalog = [sketch('retry')];
    world.runtime.failNext(
      'startContainer',
      new DomainError('container-invalid', 'No.'),
      1,
      'showrunner-test-retry',
    );
    await world.ended(await world.install('retry', catalog));
    expect(await world.statusOf('retry')).toBe('failed');
    expect((await world.ended(await world.install('retry', catalog))).status).toBe('succeeded');
  });

  test('waits out an engine that is away, visibly, and then goes on', async () => {
    world.provide('patient');
    const away = new DomainError('engine-unreachable', 'The Docker engine does not answer.');
    world.runtime.failNext('createContainer', away, 4, 'showrunner-test-patient');
    const task = await world.install('patient', [sketch('patient')]);
    await expect
      .poll(async () => (await world.engine.describe(task))?.waitingFor, { timeout: 10_000, interval: 20 })
      .toBe('engine unreachable');
    expect((await world.ended(task)).status).toBe('succeeded');
  });

  test('waits out a database that is away', async () => {
    world.provide('durable');
    const task = await world.install('durable', [sketch('durable')]);
    world.services.outage.begin();
    setTimeout(() => world.services.outage.end(), 1500);
    expect((await world.ended(task)).status).toBe('succeeded');
  });

  test('refuses a second operation on the same service and names the first', async () => {
    world.provide('busy');
    world.prober.answer('showrunner-test-busy', { ok: false, detail: 'not yet' });
    const task = await world.install('busy', [sketch('busy')]);
    await expect(world.install('busy', [sketch('busy')])).rejects.toMatchObject({
      code: 'service-busy',
      data: { task },
    });
    world.prober.answer('showrunner-test-busy', healthy);
    expect((await world.ended(task)).status).toBe('succeeded');
  });

  test('fails before any step when an approved plan is no longer the plan', async () => {
    world.provide('approved');
    const service = await world.claim('approved', [sketch('approved')]);
    const origin = { correlationId: 'approved', requestedBy: 'test' };
    const task = await world.engine.start({
      operation: 'install',
      input: {
        service,
        host,
        origin,
        approvedPlan: 'another',
      },
      summary: 'install approved',
    });
    expect((await world.ended(task)).status).toBe('failed');
    expect(await world.told(task)).toEqual(['task.opened', 'task.closed']);
    expect(await world.statusOf('approved')).toBe('absent');
  });

  test('applies its links after it is healthy, its own before those to others', async () => {
    world.provide('linked', 'target');
    const links = [
      { kind: 'download-client', to: 'target', arguments: { category: 'x' } },
      { kind: 'root-folder', arguments: { path: '/data/x' } },
    ] as const;
    const task = await world.install('linked', [
      sketch('linked', { requires: ['target'], links }),
      sketch('target'),
    ]);
    expect((await world.ended(task)).status).toBe('succeeded');
    const order = (await world.told(task)).filter((line) => line.startsWith('step.ended applyLink'));
    expect(order).toEqual([
      'step.ended applyLink:linked-root-folder-linked-data-x',
      'step.ended applyLink:linked-download-client-target',
    ]);
    const row = await world.services.get(serviceId('linked'));
    expect(Object.keys(row?.links ?? {})).toHaveLength(2);
  });
});
