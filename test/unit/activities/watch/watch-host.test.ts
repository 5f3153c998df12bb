import { MockActivityEnvironment } from '@temporalio/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchHost } from '#activities/host/watch/watch-host.ts';
import type { HostReport, Observation } from '#contracts/messages.ts';
import { hostId, serviceId } from '#domain/ids.ts';
import type { MonitorControl } from '#ports/monitor-control.ts';
import { createFakeProber, type FakeProber } from '#test/support/fake-container-runtime/index.ts';
import { aSpec, containerOfSonarr, type EngineWorld, engineWorld } from '../support/engine.ts';

const well = { ok: true, detail: 'answered 200' };
const ill = { ok: false, detail: 'connection refused' };
const desired = JSON.stringify({
  id: 'sonarr',
  health: {
    readiness: { type: 'tcp', component: 'sonarr', port: 80 },
    startSeconds: 60,
    intervalSeconds: 0.1,
    timeoutSeconds: 1,
    retries: 2,
  },
  targets: { sonarr: { address: containerOfSonarr, container: containerOfSonarr } },
});

let world: EngineWorld;
let prober: FakeProber;
let told: string[];
let environment: MockActivityEnvironment;
let watching: Promise<unknown>;
let undelivered: unknown[];
let observe: MonitorControl['observe'];

beforeEach(() => {
  world = engineWorld();
  prober = createFakeProber();
  told = [];
  undelivered = [];
  environment = new MockActivityEnvironment();
  observe = async (service, { health, cause }: Observation) => {
    told.push(`${service} ${health}: ${cause}`);
    return true;
  };
});

afterEach(async () => {
  environment.cancel();
  await watching;
});

function watch(): void {
  const monitors = {
    observe: (...args: Parameters<typeof observe>) => observe(...args),
    reportHost: async (_host: unknown, { reachable, cause }: HostReport) => {
      told.push(`host ${reachable ? 'reachable' : 'away'}: ${cause}`);
      return true;
    },
  };
  const onUndelivered = (error: unknown) => undelivered.push(error);
  const activity = watchHost({ runtime: world.runtime, prober, monitors, onUndelivered });
  watching = environment.run(activity, hostId('local')).catch(() => undefined);
}

const untilTold = (word: string) =>
  vi.waitFor(() => expect(told).toContain(word), { timeout: 5000, interval: 10 });

async function running(): Promise<void> {
  await world.create({ desired });
  await world.runtime.startContainer(containerOfSonarr);
}

it('a service that runs already is looked at as soon as the host is watched', async () => {
  prober.answer(containerOfSonarr, well);
  await running();
  watch();
  await untilTold('sonarr healthy: answered 200');
  expect(told[0]).toBe('host reachable: its engine answers');
});

it('a service that starts later is looked at from its start', async () => {
  prober.answer(containerOfSonarr, well);
  watch();
  await untilTold('host reachable: its engine answers');
  await running();
  await untilTold('sonarr healthy: answered 200');
});

it('a service that is found stopped is told of without a probe', async () => {
  await world.create({ desired });
  watch();
  await untilTold('sonarr unhealthy: its container is created');
  expect(prober.probed).toEqual([]);
});

it('a service whose probes fail is told of after its retries', async () => {
  prober.answer(containerOfSonarr, well, ill);
  await running();
  watch();
  await untilTold('sonarr unhealthy: connection refused');
});

it('a container that ends is told of at once, and as well again once it was started', async () => {
  prober.answer(containerOfSonarr, well);
  await running();
  watch();
  await untilTold('sonarr healthy: answered 200');
  world.engine.exit(containerOfSonarr, 3);
  await untilTold('sonarr unhealthy: showrunner-sonarr ended with exit code 3');
  told.length = 0;
  await world.runtime.startContainer(containerOfSonarr);
  await untilTold('sonarr healthy: answered 200');
});

it('a container that is removed is told of, and not looked at any more', async () => {
  prober.answer(containerOfSonarr, well);
  await running();
  watch();
  await untilTold('sonarr healthy: answered 200');
  await world.runtime.removeContainer(containerOfSonarr);
  await vi.waitFor(() => expect(told.at(-1)).toMatch(/^sonarr unhealthy: /));
  expect(told.filter((word) => word.startsWith('sonarr'))).toHaveLength(2);
});

it('an engine that goes away is told as the host’s fault, never as the services’', async () => {
  prober.answer(containerOfSonarr, well);
  await running();
  watch();
  await untilTold('sonarr healthy: answered 200');
  world.engine.away();
  await untilTold('host away: The Docker engine does not answer.');
  expect(told.filter((word) => word.includes('unhealthy'))).toEqual([]);
  told.length = 0;
  world.engine.back();
  await untilTold('host reachable: its engine answers');
  await untilTold('sonarr healthy: answered 200');
});

it('what changed while the engine was away is found when it is back', async () => {
  prober.answer(containerOfSonarr, well);
  await running();
  watch();
  await untilTold('sonarr healthy: answered 200');
  world.engine.away();
  await untilTold('host away: The Docker engine does not answer.');
  world.engine.containers.clear();
  world.engine.back();
  await untilTold('sonarr unhealthy: its container is gone');
});

it('containers without a label of ours to read are left alone', async () => {
  await world.create({ desired: 'something else' });
  await world.runtime.startContainer(containerOfSonarr);
  const other = aSpec({ name: 'showrunner-other', service: serviceId('other') });
  await world.create({ container: other, desired: '' });
  watch();
  await untilTold('host reachable: its engine answers');
  await world.runtime.startContainer('showrunner-other');
  world.engine.exit('showrunner-other', 1);
  await vi.waitFor(() =>
    expect(world.engine.calls.filter(({ method }) => method === 'inspect').length).toBe(3),
  );
  expect([told.length, prober.probed]).toEqual([1, []]);
});

it('a word that cannot be delivered does not end the watch', async () => {
  prober.answer(containerOfSonarr, well);
  const lost = new Error('Temporal is away');
  const deliver = observe;
  observe = () => Promise.reject(lost);
  await running();
  watch();
  await vi.waitFor(() => expect(undelivered).toEqual([lost]));
  observe = deliver;
  world.engine.exit(containerOfSonarr, 1);
  await untilTold('sonarr unhealthy: showrunner-sonarr ended with exit code 1');
});

it('an engine that stays away is told of once, however often it is tried', async () => {
  watch();
  await untilTold('host reachable: its engine answers');
  let tries = 0;
  const { runtime } = world;
  const events = runtime.events.bind(runtime);
  vi.spyOn(runtime, 'events').mockImplementation((signal) => {
    tries += 1;
    return events(signal);
  });
  world.engine.away();
  await vi.waitFor(() => expect(tries).toBeGreaterThan(1), { timeout: 5000, interval: 20 });
  expect(told.filter((word) => word.startsWith('host away'))).toHaveLength(1);
  world.engine.back();
  await vi.waitFor(() => expect(told.at(-1)).toBe('host reachable: its engine answers'), { timeout: 5000 });
});
