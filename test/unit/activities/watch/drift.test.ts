import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { taskId } from '#contracts/ids.ts';
import { componentName, serviceId } from '#domain/ids.ts';
import type { FakeContainer } from '#test/support/fake-container-runtime/index.ts';
import { aSpec, containerOfSonarr } from '../support/engine.ts';
import { desired, desiredOfSonarr, ill, type WatchWorld, watchWorld, well } from '../support/watching.ts';

const task = taskId({ workflowId: 'svc/sonarr', runId: '00000000-0000-4000-8000-000000000001' });
const media = 'showrunner-media';
const inMedia = aSpec({
  network: { mode: 'networks', networks: [{ name: media, aliases: ['sonarr'] }], ports: [] },
});

let world: WatchWorld;

beforeEach(() => {
  world = watchWorld();
});

afterEach(() => world.end());

describe('what somebody changes by hand is told by name', () => {
  beforeEach(async () => {
    world.prober.answer(containerOfSonarr, well);
    await world.runtime.createNetwork({
      name: media,
      internal: true,
      pool: '10.222.0.0/16',
      task,
    });
    await world.create({ desired: desiredOfSonarr, container: inMedia });
    await world.runtime.startContainer(containerOfSonarr);
    world.watch();
    await world.untilTold('sonarr healthy: answered 200');
    world.forget();
  });

  const last = () => world.words.at(-1);

  it('a stop, and the start after it', async () => {
    world.hands.stop(containerOfSonarr);
    await world.untilTold('sonarr unhealthy: showrunner-sonarr was stopped (exit code 143)');
    expect(last()).toMatchObject({ source: 'event', happened: 'stalled' });
    await world.runtime.startContainer(containerOfSonarr);
    await world.untilTold('sonarr healthy: answered 200');
    expect(world.words).toHaveLength(2);
  });

  it('a removal', async () => {
    world.hands.remove(containerOfSonarr);
    await world.untilTold('sonarr unhealthy: showrunner-sonarr is gone');
    expect(last()).toMatchObject({ source: 'event', happened: 'gone' });
  });

  it('a pause, and its end', async () => {
    world.hands.pause(containerOfSonarr);
    await world.untilTold('sonarr unhealthy: showrunner-sonarr is paused');
    expect(last()).toMatchObject({ happened: 'stalled' });
    world.hands.unpause(containerOfSonarr);
    await world.untilTold('sonarr healthy: answered 200');
  });

  it('another name, and the old one again', async () => {
    world.hands.rename(containerOfSonarr, 'tv');
    await world.untilTold('sonarr unhealthy: showrunner-sonarr was renamed to tv');
    expect(last()).toMatchObject({ happened: 'drifted' });
    world.hands.rename('tv', containerOfSonarr);
    await world.untilTold('sonarr healthy: answered 200');
  });

  it('a network that it was taken out of, its lost name there, and both put right', async () => {
    world.hands.disconnect(containerOfSonarr, media);
    await world.untilTold('sonarr unhealthy: showrunner-sonarr was disconnected from showrunner-media');
    expect(last()).toMatchObject({ happened: 'drifted' });
    world.hands.connect(containerOfSonarr, media, []);
    await world.untilTold(
      'sonarr unhealthy: showrunner-sonarr is no longer called sonarr in showrunner-media',
    );
    world.hands.disconnect(containerOfSonarr, media);
    await world.runtime.connectNetwork(containerOfSonarr, media, ['sonarr']);
    await world.untilTold('sonarr healthy: answered 200');
  });

  it('the same once more, although it was put right for so short a time that no look saw it', async () => {
    const told = 'sonarr unhealthy: showrunner-sonarr was disconnected from showrunner-media';
    world.hands.disconnect(containerOfSonarr, media);
    await world.untilTold(told);
    world.forget();
    world.hands.connect(containerOfSonarr, media, ['sonarr']);
    world.hands.disconnect(containerOfSonarr, media);
    await world.untilTold(told);
  });

  it('one that was made anew under its name without our labels is ours no more', async () => {
    world.hands.remove(containerOfSonarr);
    world.engine.containers.set(containerOfSonarr, foreign(containerOfSonarr));
    await world.untilTold('sonarr unhealthy: showrunner-sonarr is gone');
    expect(await world.reconcile('sonarr')).toEqual({
      services: 1,
      differing: [{ service: 'sonarr', happened: 'gone', what: 'sonarr has no container' }],
    });
  });

  it('while its events are lost, by the next look: a failed probe asks for one', async () => {
    const found = world.engine.named(containerOfSonarr);
    found.state = 'exited';
    found.exitCode = 7;
    world.prober.answer(containerOfSonarr, ill);
    await world.untilTold('sonarr unhealthy: showrunner-sonarr ended with exit code 7');
    expect(last()).toMatchObject({ source: 'event', happened: 'ended' });
  });

  it('while its events are lost and its probes succeed, by comparing everything', async () => {
    world.engine.named(containerOfSonarr).networks.clear();
    expect(await world.reconcile()).toEqual({
      services: 1,
      differing: [
        {
          service: 'sonarr',
          happened: 'drifted',
          what: 'showrunner-sonarr was disconnected from showrunner-media',
        },
      ],
    });
    await world.untilTold('sonarr unhealthy: showrunner-sonarr was disconnected from showrunner-media');
  });

  it('while the engine is away, when it is back: also restarts by the engine', async () => {
    world.engine.away();
    await world.untilTold('host away: The Docker engine does not answer.');
    const found = world.engine.named(containerOfSonarr);
    found.restarts = 3;
    found.startedAt = world.engine.now();
    world.engine.back();
    await world.untilTold('sonarr unhealthy: showrunner-sonarr ended, and the engine started it again');
    expect(world.words.find(({ happened }) => happened === 'ended')).toMatchObject({ restarts: 3 });
    await world.until(() => expect(world.told.at(-1)).toBe('sonarr healthy: answered 200'));
  });

  it('while the stream of events breaks, after it', async () => {
    world.hands.pause(containerOfSonarr);
    world.engine.streams.failAll(new Error('cut'));
    await world.untilTold('host away: the engine’s event stream broke');
    await world.untilTold('sonarr unhealthy: showrunner-sonarr is paused');
  });
});

describe('components beside the main one', () => {
  const database = 'showrunner-sonarr-db';
  const both = desired({
    sonarr: { address: containerOfSonarr, container: containerOfSonarr },
    db: { address: database, container: database },
  });

  beforeEach(async () => {
    world.prober.answer(containerOfSonarr, well);
    await world.create({ desired: both });
    await world.create({ container: aSpec({ name: database, component: componentName('db') }), desired: '' });
    await world.runtime.startContainer(database);
    await world.runtime.startContainer(containerOfSonarr);
  });

  it('are missed like it', async () => {
    world.watch();
    await world.untilTold('sonarr healthy: answered 200');
    world.hands.remove(database);
    await world.untilTold('sonarr unhealthy: showrunner-sonarr-db is gone');
    expect(world.words.at(-1)).toMatchObject({ happened: 'gone' });
  });

  it('that are left without it are told of, also to a watch that never saw it, and once', async () => {
    world.hands.remove(containerOfSonarr);
    world.watch();
    await world.untilTold('sonarr unhealthy: the main container of sonarr is gone');
    world.engine.exit(database, 1);
    world.hands.remove(database);
    await world.until(() =>
      expect(world.engine.calls.filter(({ target }) => target === 'sonarr').length).toBe(1),
    );
    expect(world.words).toHaveLength(1);
  });

  it('remember their service while it is missing', async () => {
    world.watch();
    await world.untilTold('sonarr healthy: answered 200');
    world.hands.remove(containerOfSonarr);
    await world.untilTold('sonarr unhealthy: showrunner-sonarr is gone');
    await world.create({ desired: both });
    world.forget();
    await world.runtime.startContainer(containerOfSonarr);
    await world.untilTold('sonarr healthy: answered 200');
  });
});

describe('a gateway', () => {
  const gateway = 'showrunner-vpn';
  const shared = desired({ sonarr: { address: gateway, container: containerOfSonarr } });

  it('that is replaced leaves its members without a network, and that is told of them', async () => {
    world.prober.answer(gateway, well);
    const vpn = aSpec({ name: gateway, service: serviceId('vpn'), component: componentName('vpn') });
    await world.create({ container: vpn, desired: '{}' });
    await world.runtime.startContainer(gateway);
    await world.create({
      container: aSpec({ network: { mode: 'container', container: gateway } }),
      desired: shared,
    });
    await world.runtime.startContainer(containerOfSonarr);
    world.watch();
    await world.untilTold('sonarr healthy: answered 200');
    await world.create({ container: vpn, desired: '{}', configHash: 'hash-2' });
    await world.runtime.startContainer(gateway);
    await world.untilTold('sonarr unhealthy: showrunner-sonarr lost the network of showrunner-vpn');
    expect(world.words.at(-1)).toMatchObject({ happened: 'drifted' });
  });
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
