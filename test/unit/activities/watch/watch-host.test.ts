import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWatcher } from '#activities/host/watch/watch-host.ts';
import { DomainError } from '#domain/errors.ts';
import type { ProbeResult } from '#domain/health.ts';
import { componentName, serviceId } from '#domain/ids.ts';
import { aSpec, containerOfSonarr } from '../support/engine.ts';
import {
  desiredOfSonarr,
  health,
  host,
  ill,
  type WatchWorld,
  watchWorld,
  well,
} from '../support/watching.ts';

let world: WatchWorld;

beforeEach(() => {
  world = watchWorld();
});

afterEach(() => world.end());

it('a service that runs already is looked at as soon as the host is watched', async () => {
  world.prober.answer(containerOfSonarr, well);
  await world.running();
  world.watch();
  await world.untilTold('sonarr healthy: answered 200');
  expect(world.told[0]).toBe('host reachable: its engine answers');
});

it('a service that starts later is looked at from its start', async () => {
  world.prober.answer(containerOfSonarr, well);
  world.watch();
  await world.untilTold('host reachable: its engine answers');
  await world.running();
  await world.untilTold('sonarr healthy: answered 200');
});

it('a service that is found stopped is told of without a probe', async () => {
  await world.create({ desired: desiredOfSonarr });
  world.watch();
  await world.untilTold('sonarr unhealthy: showrunner-sonarr was never started');
  expect(world.prober.probed).toEqual([]);
});

it('a service whose probes fail is told of after its retries', async () => {
  world.prober.answer(containerOfSonarr, well, ill);
  await world.running();
  world.watch();
  await world.untilTold('sonarr healthy: answered 200');
  await world.untilTold('sonarr unhealthy: connection refused');
});

it('a container that ends is told of at once, and as well again once it was started', async () => {
  world.prober.answer(containerOfSonarr, well);
  await world.running();
  world.watch();
  await world.untilTold('sonarr healthy: answered 200');
  world.engine.exit(containerOfSonarr, 3);
  await world.untilTold('sonarr unhealthy: showrunner-sonarr ended with exit code 3');
  world.told.length = 0;
  await world.runtime.startContainer(containerOfSonarr);
  await world.untilTold('sonarr healthy: answered 200');
});

it('a container that is removed is told of, and not looked at any more', async () => {
  world.prober.answer(containerOfSonarr, well);
  await world.running();
  world.watch();
  await world.untilTold('sonarr healthy: answered 200');
  await world.runtime.removeContainer(containerOfSonarr);
  await world.untilTold('sonarr unhealthy: showrunner-sonarr is gone');
  const probed = world.prober.probed.length;
  await world.reconcile();
  expect(world.prober.probed.length).toBe(probed);
});

it('an engine that goes away is told as the host’s fault, never as the services’', async () => {
  world.prober.answer(containerOfSonarr, well);
  await world.running();
  world.watch();
  await world.untilTold('sonarr healthy: answered 200');
  world.engine.away();
  await world.untilTold('host away: The Docker engine does not answer.');
  expect(world.told.filter((word) => word.includes('unhealthy'))).toEqual([]);
  world.told.length = 0;
  world.engine.back();
  await world.untilTold('host reachable: its engine answers');
  await world.untilTold('sonarr healthy: answered 200');
});

it('what changed while the engine was away is found when it is back', async () => {
  world.prober.answer(containerOfSonarr, well);
  await world.running();
  world.watch();
  await world.untilTold('sonarr healthy: answered 200');
  world.engine.away();
  await world.untilTold('host away: The Docker engine does not answer.');
  world.engine.containers.clear();
  world.engine.back();
  await world.untilTold('sonarr unhealthy: showrunner-sonarr is gone');
});

it('containers with a label that is not ours to read are left alone', async () => {
  await world.create({ desired: 'something else' });
  await world.runtime.startContainer(containerOfSonarr);
  world.watch();
  await world.untilTold('host reachable: its engine answers');
  world.engine.exit(containerOfSonarr, 1);
  expect(await world.reconcile()).toEqual({ services: 1, differing: [] });
  expect([world.told.length, world.prober.probed]).toEqual([1, []]);
});

it('a word that cannot be delivered does not end the watch', async () => {
  world.prober.answer(containerOfSonarr, well);
  const lost = new Error('Temporal is away');
  const deliver = world.monitors.observe;
  world.monitors.observe = () => Promise.reject(lost);
  await world.running();
  world.watch();
  await vi.waitFor(() => expect(world.undelivered).toEqual([lost]));
  world.monitors.observe = deliver;
  world.engine.exit(containerOfSonarr, 1);
  await world.untilTold('sonarr unhealthy: showrunner-sonarr ended with exit code 1');
});

it('an engine that stays away is told of once, however often it is tried', async () => {
  world.watch();
  await world.untilTold('host reachable: its engine answers');
  let tries = 0;
  const { runtime } = world;
  const events = runtime.events.bind(runtime);
  vi.spyOn(runtime, 'events').mockImplementation((signal) => {
    tries += 1;
    return events(signal);
  });
  world.engine.away();
  await vi.waitFor(() => expect(tries).toBeGreaterThan(1), { timeout: 5000, interval: 20 });
  expect(world.told.filter((word) => word.startsWith('host away'))).toHaveLength(1);
  world.engine.back();
  await vi.waitFor(() => expect(world.told.at(-1)).toBe('host reachable: its engine answers'), {
    timeout: 5000,
  });
});

it('a container that crashes over and over is told of in few words, which count them all', async () => {
  world.prober.answer(containerOfSonarr, well);
  await world.running();
  await world.runtime.setRestart(containerOfSonarr, true);
  world.watch();
  await world.untilTold('sonarr healthy: answered 200');
  for (let crash = 0; crash < 200; crash += 1) {
    world.engine.exit(containerOfSonarr, 3);
    if (crash % 20 === 19) await new Promise((resolve) => setImmediate(resolve));
  }
  await world.until(() => expect(world.words.reduce((sum, { restarts = 0 }) => sum + restarts, 0)).toBe(200));
  expect(world.words.length).toBeLessThan(10);
  expect(
    world.words.some(({ happened, cause }) => happened === 'ended' && cause.endsWith('exit code 3')),
  ).toBe(true);
  await world.until(() => expect(world.words.at(-1)).toMatchObject({ health: 'healthy' }));
});

it('a probe that hangs holds up no other, however many hang', async () => {
  await world.create({ desired: desiredOfSonarr });
  await world.runtime.startContainer(containerOfSonarr);
  const names = Array.from({ length: 60 }, (_, at) => `hung-${at}`);
  for (const name of names) {
    const target = { address: name, container: name };
    const label = {
      id: name,
      health: { ...health, readiness: { ...health.readiness, component: name } },
      targets: { [name]: target },
    };
    const container = aSpec({ name, service: serviceId(name), component: componentName(name) });
    await world.create({ container, desired: JSON.stringify(label) });
    await world.runtime.startContainer(name);
  }
  const hung = Promise.withResolvers<ProbeResult>();
  world.watch({
    probe: (_, { container }) => (container === containerOfSonarr ? Promise.resolve(well) : hung.promise),
  });
  await world.untilTold('sonarr healthy: answered 200');
  hung.resolve(well);
});

it('an engine that hangs while its stream of events is open is told as away', async () => {
  world.prober.answer(containerOfSonarr, well);
  await world.running();
  world.watch();
  await world.untilTold('sonarr healthy: answered 200');
  world.engine.script.reachable = false;
  world.prober.answer(containerOfSonarr, ill);
  await world.untilTold('host away: The Docker engine does not answer.');
  world.engine.script.reachable = true;
  world.prober.answer(containerOfSonarr, well);
  await world.untilTold('host reachable: its engine answers');
});

it('one answer that the engine fails to give is no outage, and is asked for again', async () => {
  world.prober.answer(containerOfSonarr, well);
  await world.running();
  world.watch();
  await world.untilTold('sonarr healthy: answered 200');
  const slow = new DomainError('engine-timeout', 'The Docker engine did not answer in time.');
  world.runtime.failNext('listContainers', slow, 1, 'sonarr');
  world.engine.exit(containerOfSonarr, 3);
  await world.until(() => expect(world.undelivered).toEqual([slow]));
  await world.runtime.startContainer(containerOfSonarr);
  await world.until(() => expect(world.told.at(-1)).toBe('sonarr healthy: answered 200'));
  expect(world.told.filter((word) => word.startsWith('host'))).toEqual([
    'host reachable: its engine answers',
  ]);
});

describe('reconciling', () => {
  it('tells of every service again, whether or not it is news', async () => {
    world.prober.answer(containerOfSonarr, well);
    await world.running();
    world.watch();
    await world.untilTold('sonarr healthy: answered 200');
    world.told.length = 0;
    expect(await world.reconcile()).toEqual({ services: 1, differing: [] });
    await world.untilTold('sonarr healthy: answered 200');
    world.told.length = 0;
    expect(await world.reconcile('sonarr')).toEqual({ services: 1, differing: [] });
    await world.untilTold('sonarr healthy: answered 200');
  });

  it('tells of a service that should be there and has no container, though nobody ever saw one', async () => {
    world.watch();
    await world.untilTold('host reachable: its engine answers');
    expect((await world.reconcile('radarr')).differing).toEqual([
      { service: 'radarr', happened: 'gone', what: 'radarr has no container' },
    ]);
    await world.untilTold('radarr unhealthy: radarr has no container');
  });

  it('waits for the watcher, as for an engine that is away', async () => {
    const idle = createWatcher({
      runtime: world.runtime,
      prober: world.prober,
      monitors: { observe: () => Promise.resolve(true), reportHost: () => Promise.resolve(true) },
      onUndelivered: () => undefined,
    });
    await expect(idle.reconcileHost(host)).rejects.toMatchObject({ code: 'engine-unreachable' });
    world.watch();
  });
});

it('a thousand services that end at once are each told of, in a few seconds', async () => {
  const names = Array.from({ length: 1000 }, (_, at) => `service-${at}`);
  for (const name of names) {
    const targets = { [name]: { address: name, container: name } };
    const readiness = { ...health.readiness, component: name };
    const label = { id: name, health: { ...health, readiness, intervalSeconds: 30 }, targets };
    const container = aSpec({ name, service: serviceId(name), component: componentName(name) });
    await world.create({ container, desired: JSON.stringify(label) });
    await world.runtime.startContainer(name);
  }
  world.watch({ probe: () => Promise.resolve(well) });
  await world.until(() => expect(world.words.length).toBe(1000));
  world.forget();
  for (const name of names) world.engine.exit(name, 3);
  await world.until(() => expect(new Set(world.told).size).toBe(1000));
  expect(world.told).toContain('service-999 unhealthy: service-999 ended with exit code 3');
});
