import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startContainer } from '#activities/steps/containers.ts';
import { waitHealthy } from '#activities/steps/wait-healthy.ts';
import { DomainError } from '#domain/errors.ts';
import { componentName, serviceId } from '#domain/ids.ts';
import type { StepArguments } from '#domain/plan/steps.ts';
import { secretPath } from '#domain/secret.ts';
import { createFakeProber, type FakeProber } from '#test/support/fake-container-runtime/index.ts';
import { containerOfSonarr as container, type EngineWorld, engineWorld } from './support/engine.ts';
import { aTask, tools } from './support/tools.ts';

const well = { ok: true, detail: 'answered 200' };
const ill = { ok: false, detail: 'connection refused' };
const args: StepArguments['waitHealthy'] = {
  service: serviceId('sonarr'),
  targets: { sonarr: { address: container, container } },
  health: {
    readiness: { type: 'tcp', component: componentName('sonarr'), port: 80 },
    startSeconds: 60,
    intervalSeconds: 30,
    timeoutSeconds: 5,
    retries: 3,
  },
};

let world: EngineWorld;
let prober: FakeProber;

beforeEach(async () => {
  vi.useFakeTimers();
  world = engineWorld();
  prober = createFakeProber();
  await world.create();
  await startContainer(world.runtime)({ container }, tools());
});

afterEach(() => vi.useRealTimers());

const wait = (ours = tools(), over = args) => {
  const { runtime, secrets } = world;
  const waiting = waitHealthy({ runtime, prober, secrets })(over, ours);
  // It is looked at below; until then its failure is nobody's oversight.
  waiting.catch(() => undefined);
  return waiting;
};

describe('a service that is healthy', () => {
  it('at once is not waited for', async () => {
    prober.answer(container, well);
    expect(await wait()).toEqual({ outcome: 'done', detail: 'answered 200 after 0.0 s', undoable: false });
    expect(prober.probed).toHaveLength(1);
  });

  it('after some tries is, at growing intervals of at most a second', async () => {
    prober.answer(container, ill, ill, ill, well);
    const waiting = wait();
    const probesAfter = async (milliseconds: number) => {
      await vi.advanceTimersByTimeAsync(milliseconds);
      return prober.probed.length;
    };
    expect(await probesAfter(0)).toBe(1);
    expect(await probesAfter(60)).toBe(2);
    expect(await probesAfter(90)).toBe(3);
    expect(await probesAfter(135)).toBe(4);
    expect(await waiting).toMatchObject({ outcome: 'done', detail: 'answered 200 after 0.3 s' });
  });

  it('is asked at its gateway’s address where it has none of its own', async () => {
    prober.answer('showrunner-vpn', well);
    const targets = { sonarr: { address: 'showrunner-vpn', container } };
    expect(await wait(tools(), { ...args, targets })).toMatchObject({ outcome: 'done' });
    expect(prober.probed).toEqual(['showrunner-vpn']);
  });
});

describe('a service that never becomes healthy', () => {
  it('fails when its time is up, not before, with what the last probe and the log said', async () => {
    prober.answer(container, ill);
    world.engine.write(container, 'stderr', 'database is locked');
    const ours = tools();
    const waiting = wait(ours);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(ours.evidence).toEqual([]);
    await vi.advanceTimersByTimeAsync(2500);
    await expect(waiting).rejects.toMatchObject({
      code: 'never-healthy',
      message: 'sonarr was not healthy within 60 s; the last probe said: connection refused.',
    });
    expect(ours.evidence).toMatchObject([
      { state: 'running', lastProbe: 'connection refused', log: ['database is locked'] },
    ]);
  });

  it('has no more time after a worker died: the container’s start counts, not the try’s', async () => {
    prober.answer(container, ill);
    await vi.advanceTimersByTimeAsync(61_000);
    await expect(wait()).rejects.toMatchObject({ code: 'never-healthy' });
    expect(prober.probed).toHaveLength(1);
  });
});

describe('a container that ends meanwhile', () => {
  it('is not waited for any longer, and its exit code and last line are told without secrets', async () => {
    await world.secrets.write(secretPath('sonarr', 'api-key'), 'canary-key', {
      expected: 0,
      origin: aTask(),
    });
    prober.answer(container, ill);
    const ours = tools();
    const waiting = wait(ours);
    await vi.advanceTimersByTimeAsync(200);
    world.engine.write(container, 'stderr', 'bad key canary-key');
    world.engine.exit(container, 3);
    await vi.advanceTimersByTimeAsync(2000);
    await expect(waiting).rejects.toMatchObject({
      code: 'container-exited',
      message: 'showrunner-sonarr ended with exit code 3. Its last line: bad key [redacted]',
    });
    expect(ours.evidence).toMatchObject([{ state: 'exited', exitCode: 3, lastProbe: 'connection refused' }]);
  });

  it('for lack of memory says so', async () => {
    prober.answer(container, ill);
    world.engine.exit(container, 137, { oomKilled: true });
    await expect(wait()).rejects.toThrow('showrunner-sonarr ended for lack of memory with exit code 137.');
  });

  it('and is removed is gone', async () => {
    prober.answer(container, ill);
    world.engine.containers.clear();
    await expect(wait()).rejects.toMatchObject({
      code: 'container-gone',
      message: 'showrunner-sonarr was removed meanwhile.',
    });
  });
});

describe('a wait', () => {
  it('ends with the task, at once', async () => {
    prober.answer(container, ill);
    const cancel = new AbortController();
    const waiting = wait(tools({ signal: cancel.signal }));
    await vi.advanceTimersByTimeAsync(300);
    cancel.abort(new Error('cancelled'));
    await expect(waiting).rejects.toThrow('cancelled');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not begin for a task that is cancelled', async () => {
    prober.answer(container, ill);
    await expect(wait(tools({ signal: AbortSignal.abort(new Error('cancelled')) }))).rejects.toThrow(
      'cancelled',
    );
  });

  it('leaves an engine that is away to the step’s policy', async () => {
    prober.answer(container, ill);
    world.engine.failNext('inspect', new DomainError('engine-unreachable', 'away'));
    await expect(wait()).rejects.toMatchObject({ kind: 'outage' });
  });

  it('for a component that the plan does not know is a fault of the catalog', async () => {
    await expect(wait(tools(), { ...args, targets: {} })).rejects.toMatchObject({ code: 'catalog-invalid' });
  });
});
