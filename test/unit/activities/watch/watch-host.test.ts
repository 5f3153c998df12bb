import { MockActivityEnvironment } from '@temporalio/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWatcher } from '#activities/host/watch/watch-host.ts';
import { taskId } from '#contracts/ids.ts';
import type { HostReport, Observation } from '#contracts/messages.ts';
import { DomainError } from '#domain/errors.ts';
import type { ProbeResult } from '#domain/health.ts';
import { componentName, hostId, serviceId } from '#domain/ids.ts';
import type { MonitorControl } from '#ports/monitor-control.ts';
import type { Prober } from '#ports/prober.ts';
import {
  byHand,
  createFakeProber,
  type FakeContainer,
  type FakeProber,
  type Hands,
} from '#test/support/fake-container-runtime/index.ts';
import { aSpec, containerOfSonarr, type EngineWorld, engineWorld } from '../support/engine.ts';

const well = { ok: true, detail: 'answered 200' };
const ill = { ok: false, detail: 'connection refused' };
const health = {
  readiness: { type: 'tcp', component: 'sonarr', port: 80 },
  startSeconds: 60,
  intervalSeconds: 0.1,
  timeoutSeconds: 1,
  retries: 2,
};
const desired = JSON.stringify({
  id: 'sonarr',
  health,
  targets: { sonarr: { address: containerOfSonarr, container: containerOfSonarr } },
});
const taskOfTest = taskId({ workflowId: 'svc/sonarr', runId: '00000000-0000-4000-8000-000000000001' });
const media = 'showrunner-media';
const inMedia = aSpec({
  network: { mode: 'networks', networks: [{ name: media, aliases: ['sonarr'] }], ports: [] },
});

function foreign(name: string): FakeContainer {
  return {
    id: 'f'.repeat(64),
    name,
    labels: {},
    ports: [],
    networks: new Map(),
    files: new Map(),
    log: [],
    state: 'running',
    oomKilled: false,
    restarts: 0,
    always: false,
  };
}

let world: EngineWorld;
let hands: Hands;
let prober: FakeProber;
let told: string[];
let words: Observation[];
let watcher: ReturnType<typeof createWatcher>;
let environment: MockActivityEnvironment;
let watching: Promise<unknown>;
let undelivered: unknown[];
let observe: MonitorControl['observe'];

beforeEach(() => {
  world = engineWorld();
  hands = byHand(world.engine);
  prober = createFakeProber();
  told = [];
  words = [];
  undelivered = [];
  environment = new MockActivityEnvironment();
  observe = async (service, word) => {
    words.push(word);
    told.push(`${service} ${word.health}: ${word.cause}`);
    return true;
  };
});

afterEach(async () => {
  environment.cancel();
  await watching;
});

function watch(probing: Prober = prober): void {
  const monitors = {
    observe: (...args: Parameters<typeof observe>) => observe(...args),
    reportHost: async (_host: unknown, { reachable, cause }: HostReport) => {
      told.push(`host ${reachable ? 'reachable' : 'away'}: ${cause}`);
      return true;
    },
  };
  const onUndelivered = (error: unknown) => undelivered.push(error);
  watcher = createWatcher({ runtime: world.runtime, prober: probing, monitors, onUndelivered });
  watching = environment.run(watcher.watchHost, host).catch(() => undefined);
}

const host = hostId('local');
const reconcile = (...services: readonly string[]) =>
  watcher.reconcileHost(host, services.length === 0 ? undefined : services.map(serviceId));

const until = (condition: () => void) => vi.waitFor(condition, { timeout: 8000, interval: 10 });
const untilTold = (word: string) => until(() => expect(told).toContain(word));

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
  await untilTold('sonarr unhealthy: showrunner-sonarr was never started');
  expect(prober.probed).toEqual([]);
});

it('a service whose probes fail is told of after its retries', async () => {
  prober.answer(containerOfSonarr, well, ill);
  await running();
  watch();
  await untilTold('sonarr healthy: answered 200');
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
  await untilTold('sonarr unhealthy: showrunner-sonarr is gone');
  const probed = prober.probed.length;
  await reconcile();
  expect(prober.probed.length).toBe(probed);
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
  await untilTold('sonarr unhealthy: showrunner-sonarr is gone');
});

it('containers with a label that is not ours to read are left alone', async () => {
  await world.create({ desired: 'something else' });
  await world.runtime.startContainer(containerOfSonarr);
  watch();
  await untilTold('host reachable: its engine answers');
  world.engine.exit(containerOfSonarr, 1);
  expect(await reconcile()).toEqual({ services: 1, differing: [] });
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

describe('what somebody changes by hand is told by name', () => {
  beforeEach(async () => {
    prober.answer(containerOfSonarr, well);
    await world.runtime.createNetwork({
      name: media,
      internal: true,
      pool: '10.222.0.0/16',
      task: taskOfTest,
    });
    await world.create({ desired, container: inMedia });
    await world.runtime.startContainer(containerOfSonarr);
    watch();
    await untilTold('sonarr healthy: answered 200');
    [told, words] = [[], []];
  });

  const last = () => words.at(-1);

  it('a stop, and the start after it', async () => {
    hands.stop(containerOfSonarr);
    await untilTold('sonarr unhealthy: showrunner-sonarr was stopped (exit code 143)');
    expect(last()).toMatchObject({ source: 'event', happened: 'stalled' });
    await world.runtime.startContainer(containerOfSonarr);
    await untilTold('sonarr healthy: answered 200');
    expect(words).toHaveLength(2);
  });

  it('a removal', async () => {
    hands.remove(containerOfSonarr);
    await untilTold('sonarr unhealthy: showrunner-sonarr is gone');
    expect(last()).toMatchObject({ source: 'event', happened: 'gone' });
  });

  it('a pause, and its end', async () => {
    hands.pause(containerOfSonarr);
    await untilTold('sonarr unhealthy: showrunner-sonarr is paused');
    expect(last()).toMatchObject({ happened: 'stalled' });
    hands.unpause(containerOfSonarr);
    await untilTold('sonarr healthy: answered 200');
  });

  it('another name, and the old one again', async () => {
    hands.rename(containerOfSonarr, 'tv');
    await untilTold('sonarr unhealthy: showrunner-sonarr was renamed to tv');
    expect(last()).toMatchObject({ happened: 'drifted' });
    hands.rename('tv', containerOfSonarr);
    await untilTold('sonarr healthy: answered 200');
  });

  it('a network that it was taken out of, its lost name there, and both put right', async () => {
    hands.disconnect(containerOfSonarr, media);
    await untilTold('sonarr unhealthy: showrunner-sonarr was disconnected from showrunner-media');
    expect(last()).toMatchObject({ happened: 'drifted' });
    hands.connect(containerOfSonarr, media, []);
    await untilTold('sonarr unhealthy: showrunner-sonarr is no longer called sonarr in showrunner-media');
    hands.disconnect(containerOfSonarr, media);
    await world.runtime.connectNetwork(containerOfSonarr, media, ['sonarr']);
    await untilTold('sonarr healthy: answered 200');
  });

  it('one that was made anew under its name without our labels is ours no more', async () => {
    hands.remove(containerOfSonarr);
    world.engine.containers.set(containerOfSonarr, foreign(containerOfSonarr));
    await untilTold('sonarr unhealthy: showrunner-sonarr is gone');
    expect(await reconcile('sonarr')).toEqual({
      services: 1,
      differing: [{ service: 'sonarr', happened: 'gone', what: 'sonarr has no container' }],
    });
  });

  it('while its events are lost, by the next look: a failed probe asks for one', async () => {
    const found = world.engine.named(containerOfSonarr);
    found.state = 'exited';
    found.exitCode = 7;
    prober.answer(containerOfSonarr, ill);
    await untilTold('sonarr unhealthy: showrunner-sonarr ended with exit code 7');
    expect(last()).toMatchObject({ source: 'event', happened: 'ended' });
  });

  it('while its events are lost and its probes succeed, by comparing everything', async () => {
    world.engine.named(containerOfSonarr).networks.clear();
    expect(await reconcile()).toEqual({
      services: 1,
      differing: [
        {
          service: 'sonarr',
          happened: 'drifted',
          what: 'showrunner-sonarr was disconnected from showrunner-media',
        },
      ],
    });
    await untilTold('sonarr unhealthy: showrunner-sonarr was disconnected from showrunner-media');
  });

  it('while the engine is away, when it is back: also restarts by the engine', async () => {
    world.engine.away();
    await untilTold('host away: The Docker engine does not answer.');
    const found = world.engine.named(containerOfSonarr);
    found.restarts = 3;
    found.startedAt = world.engine.now();
    world.engine.back();
    await untilTold('sonarr unhealthy: showrunner-sonarr ended, and the engine started it again');
    expect(words.find(({ happened }) => happened === 'ended')).toMatchObject({ restarts: 3 });
    await until(() => expect(told.at(-1)).toBe('sonarr healthy: answered 200'));
  });

  it('while the stream of events breaks, after it', async () => {
    hands.pause(containerOfSonarr);
    world.engine.streams.failAll(new Error('cut'));
    await untilTold('host away: the engine’s event stream broke');
    await untilTold('sonarr unhealthy: showrunner-sonarr is paused');
  });
});

describe('components beside the main one', () => {
  const database = 'showrunner-sonarr-db';
  const both = JSON.stringify({
    id: 'sonarr',
    health,
    targets: {
      sonarr: { address: containerOfSonarr, container: containerOfSonarr },
      db: { address: database, container: database },
    },
  });

  beforeEach(async () => {
    prober.answer(containerOfSonarr, well);
    await world.create({ desired: both });
    await world.create({ container: aSpec({ name: database, component: componentName('db') }), desired: '' });
    await world.runtime.startContainer(database);
    await world.runtime.startContainer(containerOfSonarr);
  });

  it('are missed like it', async () => {
    watch();
    await untilTold('sonarr healthy: answered 200');
    hands.remove(database);
    await untilTold('sonarr unhealthy: showrunner-sonarr-db is gone');
    expect(words.at(-1)).toMatchObject({ happened: 'gone' });
  });

  it('that are left without it are told of, also to a watch that never saw it, and once', async () => {
    hands.remove(containerOfSonarr);
    watch();
    await untilTold('sonarr unhealthy: the main container of sonarr is gone');
    world.engine.exit(database, 1);
    hands.remove(database);
    await until(() => expect(world.engine.calls.filter(({ target }) => target === 'sonarr').length).toBe(1));
    expect(words).toHaveLength(1);
  });

  it('remember their service while it is missing', async () => {
    watch();
    await untilTold('sonarr healthy: answered 200');
    hands.remove(containerOfSonarr);
    await untilTold('sonarr unhealthy: showrunner-sonarr is gone');
    await world.create({ desired: both });
    [told, words] = [[], []];
    await world.runtime.startContainer(containerOfSonarr);
    await untilTold('sonarr healthy: answered 200');
  });
});

describe('a gateway', () => {
  const gateway = 'showrunner-vpn';
  const shared = JSON.stringify({
    id: 'sonarr',
    health,
    targets: { sonarr: { address: gateway, container: containerOfSonarr } },
  });

  it('that is replaced leaves its members without a network, and that is told of them', async () => {
    prober.answer(gateway, well);
    const vpn = aSpec({ name: gateway, service: serviceId('vpn'), component: componentName('vpn') });
    await world.create({ container: vpn, desired: '{}' });
    await world.runtime.startContainer(gateway);
    await world.create({
      container: aSpec({ network: { mode: 'container', container: gateway } }),
      desired: shared,
    });
    await world.runtime.startContainer(containerOfSonarr);
    watch();
    await untilTold('sonarr healthy: answered 200');
    await world.create({ container: vpn, desired: '{}', configHash: 'hash-2' });
    await world.runtime.startContainer(gateway);
    await untilTold('sonarr unhealthy: showrunner-sonarr lost the network of showrunner-vpn');
    expect(words.at(-1)).toMatchObject({ happened: 'drifted' });
  });
});

it('a container that crashes over and over is told of in few words, which count them all', async () => {
  prober.answer(containerOfSonarr, well);
  await running();
  await world.runtime.setRestart(containerOfSonarr, true);
  watch();
  await untilTold('sonarr healthy: answered 200');
  for (let crash = 0; crash < 200; crash += 1) {
    world.engine.exit(containerOfSonarr, 3);
    if (crash % 20 === 19) await new Promise((resolve) => setImmediate(resolve));
  }
  await until(() => expect(words.reduce((sum, { restarts = 0 }) => sum + restarts, 0)).toBe(200));
  expect(words.length).toBeLessThan(10);
  expect(words.some(({ happened, cause }) => happened === 'ended' && cause.endsWith('exit code 3'))).toBe(
    true,
  );
  await until(() => expect(words.at(-1)).toMatchObject({ health: 'healthy' }));
});

it('a probe that hangs holds up no other, however many hang', async () => {
  await world.create({ desired });
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
  watch({
    probe: (_, { container }) => (container === containerOfSonarr ? Promise.resolve(well) : hung.promise),
  });
  await untilTold('sonarr healthy: answered 200');
  hung.resolve(well);
});

it('an engine that hangs while its stream of events is open is told as away', async () => {
  prober.answer(containerOfSonarr, well);
  await running();
  watch();
  await untilTold('sonarr healthy: answered 200');
  world.engine.script.reachable = false;
  prober.answer(containerOfSonarr, ill);
  await untilTold('host away: The Docker engine does not answer.');
  world.engine.script.reachable = true;
  prober.answer(containerOfSonarr, well);
  await untilTold('host reachable: its engine answers');
});

it('one answer that the engine fails to give is no outage, and is asked for again', async () => {
  prober.answer(containerOfSonarr, well);
  await running();
  watch();
  await untilTold('sonarr healthy: answered 200');
  const slow = new DomainError('engine-timeout', 'The Docker engine did not answer in time.');
  world.runtime.failNext('listContainers', slow, 1, 'sonarr');
  world.engine.exit(containerOfSonarr, 3);
  await until(() => expect(undelivered).toEqual([slow]));
  await world.runtime.startContainer(containerOfSonarr);
  await until(() => expect(told.at(-1)).toBe('sonarr healthy: answered 200'));
  expect(told.filter((word) => word.startsWith('host'))).toEqual(['host reachable: its engine answers']);
});

describe('reconciling', () => {
  it('tells of every service again, whether or not it is news', async () => {
    prober.answer(containerOfSonarr, well);
    await running();
    watch();
    await untilTold('sonarr healthy: answered 200');
    told.length = 0;
    expect(await reconcile()).toEqual({ services: 1, differing: [] });
    await untilTold('sonarr healthy: answered 200');
    told.length = 0;
    expect(await reconcile('sonarr')).toEqual({ services: 1, differing: [] });
    await untilTold('sonarr healthy: answered 200');
  });

  it('tells of a service that should be there and has no container, though nobody ever saw one', async () => {
    watch();
    await untilTold('host reachable: its engine answers');
    expect((await reconcile('radarr')).differing).toEqual([
      { service: 'radarr', happened: 'gone', what: 'radarr has no container' },
    ]);
    await untilTold('radarr unhealthy: radarr has no container');
  });

  it('waits for the watcher, as for an engine that is away', async () => {
    const idle = createWatcher({
      runtime: world.runtime,
      prober,
      monitors: { observe: () => Promise.resolve(true), reportHost: () => Promise.resolve(true) },
      onUndelivered: () => undefined,
    });
    await expect(idle.reconcileHost(host)).rejects.toMatchObject({ code: 'engine-unreachable' });
    watch();
  });
});
