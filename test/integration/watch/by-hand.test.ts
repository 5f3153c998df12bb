import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, type TestContext, test } from 'vitest';
import { createWatcher } from '#activities/host/watch/watch-host.ts';
import { createProber } from '#adapters/http-probe/prober.ts';
import type { Observation } from '#contracts/messages.ts';
import { componentName, hostId, serviceId } from '#domain/ids.ts';
import type { RuntimeEvent } from '#ports/container-runtime.ts';
import { firstTask, plainRequest } from '#test/contract/container-runtime/requests.ts';
import {
  buildTestImage,
  openTestInstance,
  rawDocker,
  type TestImage,
  type TestInstance,
} from '#test/support/docker/index.ts';

/** What a person does on the host with Docker's own tools, seen through the real engine. */
describe('a change by hand', { timeout: 60_000 }, () => {
  const docker = rawDocker();
  const within = { timeout: 10_000, interval: 5 };
  let image: TestImage;
  let instance: TestInstance;
  let network: string;
  let name: string;
  let told: { readonly word: Observation; readonly received: number }[];
  let events: RuntimeEvent[];
  let environment: MockActivityEnvironment;
  let ending: AbortController;
  let ended: Promise<unknown>;

  beforeAll(async () => {
    image = await buildTestImage(`showrunner-test/watch:${Date.now().toString(36)}`);
  }, 60_000);

  afterAll(() => image.remove());

  beforeEach(async () => {
    [told, events] = [[], []];
    instance = openTestInstance('watch');
    [network, name] = [instance.name('net'), instance.name('web')];
    await instance.runtime.createNetwork({
      name: network,
      internal: true,
      pool: '10.222.0.0/16',
      task: firstTask,
    });
    ending = new AbortController();
    environment = new MockActivityEnvironment();
  });

  afterEach(async () => {
    ending.abort();
    environment.cancel();
    await ended;
    await instance.end();
  });

  async function serve(script = 'exec httpd -f -p 8000', target = name): Promise<void> {
    const label = {
      id: 'web',
      health: {
        readiness: { type: 'tcp', component: 'web', port: 8000 },
        startSeconds: 60,
        intervalSeconds: 1,
        timeoutSeconds: 2,
        retries: 2,
      },
      targets: { web: { address: target, container: name } },
    };
    const plain = plainRequest({
      name,
      image: image.reference,
      command: ['sh', '-c', script],
      spec: {
        service: serviceId('web'),
        component: componentName('web'),
        init: true,
        network:
          target === name
            ? { mode: 'networks', networks: [{ name: network, aliases: ['web'] }], ports: [] }
            : { mode: 'container', container: target },
      },
    });
    await instance.runtime.createContainer({ ...plain, desired: JSON.stringify(label) });
    await instance.runtime.startContainer(name);
  }

  async function watch(): Promise<void> {
    const { runtime } = instance;
    const watcher = createWatcher({
      runtime,
      prober: createProber(runtime),
      monitors: {
        observe: async (_service, word) => told.push({ word, received: Date.now() }) > 0,
        reportHost: () => Promise.resolve(true),
      },
      onUndelivered: () => undefined,
    });
    const listening = listen();
    const watching = environment.run(watcher.watchHost, hostId('local')).catch(() => undefined);
    ended = Promise.all([watching, listening]);
    await heard((word) => word.health === 'healthy');
  }

  async function listen(): Promise<void> {
    for await (const event of instance.runtime.events(ending.signal)) events.push(event);
  }

  async function heard(is: (word: Observation) => boolean): Promise<number> {
    await expect.poll(() => told.map(({ word }) => word).some(is), within).toBe(true);
    return told.find(({ word }) => is(word))?.received ?? 0;
  }

  /** Acts, and waits for the word; notes how long it took from the engine's event to the monitor. */
  async function telling(
    act: () => Promise<unknown>,
    type: RuntimeEvent['type'],
    cause: string,
    { annotate }: TestContext,
  ): Promise<Observation> {
    [told, events] = [[], []];
    await act();
    const received = await heard((word) => word.cause === cause);
    const at = Date.parse(events.find((event) => event.type === type)?.at ?? '');
    await annotate(`${type}: told ${received - at} ms after its event`);
    const found = told.find(({ word }) => word.cause === cause)?.word;
    if (found === undefined) throw new Error('It was told a moment ago.');
    return found;
  }

  test('a stop is told, and the start after it', async (context) => {
    await serve();
    await watch();
    const stop = () => docker.getContainer(name).stop({ t: 5 });
    const word = await telling(stop, 'die', `${name} was stopped (exit code 143)`, context);
    expect(word).toMatchObject({ health: 'unhealthy', source: 'event', happened: 'stalled' });
    await telling(() => docker.getContainer(name).start(), 'start', 'port 8000 is open', context);
  });

  test('a removal is told', async (context) => {
    await serve();
    await watch();
    const remove = () => docker.getContainer(name).remove({ force: true });
    const word = await telling(remove, 'destroy', `${name} is gone`, context);
    expect(word).toMatchObject({ happened: 'gone' });
  });

  test('a pause is told, and its end', async (context) => {
    await serve();
    await watch();
    const word = await telling(
      () => docker.getContainer(name).pause(),
      'pause',
      `${name} is paused`,
      context,
    );
    expect(word).toMatchObject({ happened: 'stalled' });
    await telling(() => docker.getContainer(name).unpause(), 'unpause', 'port 8000 is open', context);
  });

  test('another name is told', async (context) => {
    await serve();
    await watch();
    const to = `${name}-by-hand`;
    const rename = () => docker.getContainer(name).rename({ name: to });
    const word = await telling(rename, 'rename', `${name} was renamed to ${to}`, context);
    expect(word).toMatchObject({ happened: 'drifted' });
  });

  test('a network that it was taken out of is told by name, and so is its lost name there', async (context) => {
    await serve();
    await watch();
    const disconnect = () => docker.getNetwork(network).disconnect({ Container: name });
    const cause = `${name} was disconnected from ${network}`;
    const word = await telling(disconnect, 'disconnect', cause, context);
    expect(word).toMatchObject({ happened: 'drifted' });
    const connect = () => docker.getNetwork(network).connect({ Container: name });
    await telling(connect, 'connect', `${name} is no longer called web in ${network}`, context);
    await disconnect();
    await instance.runtime.connectNetwork(name, network, ['web']);
    await heard((one) => one.health === 'healthy');
  });

  test('a program that is killed is told with its exit code, and Docker’s own restart is counted', async (context) => {
    await serve();
    await instance.runtime.setRestart(name, true);
    await watch();
    const { State } = await docker.getContainer(name).inspect();
    const kill = async () => process.kill(State.Pid, 'SIGKILL');
    const word = await telling(kill, 'die', `${name} ended with exit code 137`, context);
    expect(word).toMatchObject({ happened: 'ended' });
    await heard((one) => one.health === 'healthy');
    expect(told.map((one) => one.word.restarts ?? 0)).toEqual([0, 1]);
  });

  test('a container that crashes over and over is told of in few words, which count its restarts', async () => {
    await serve();
    await watch();
    // The engine waits 0.1 s before the first restart, and twice as long before each further one.
    await docker.getContainer(name).remove({ force: true });
    told = [];
    await serve('sleep 0.2; exit 3');
    await instance.runtime.setRestart(name, true);
    const restarts = () => told.reduce((sum, { word }) => sum + (word.restarts ?? 0), 0);
    await expect.poll(restarts, { timeout: 30_000, interval: 50 }).toBeGreaterThanOrEqual(5);
    const counted = (await docker.getContainer(name).inspect()).RestartCount;
    expect(restarts()).toBeLessThanOrEqual(counted);
    const ends = told.filter(({ word }) => word.cause === `${name} ended with exit code 3`);
    expect(ends.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThan(12);
  });

  test('a gateway that was restarted leaves its member without a network, which is told of the member', async (context) => {
    const gateway = instance.name('gateway');
    const plain = plainRequest({
      name: gateway,
      image: image.reference,
      command: ['sleep', '600'],
      spec: {
        init: true,
        network: { mode: 'networks', networks: [{ name: network, aliases: [] }], ports: [] },
      },
    });
    await instance.runtime.createContainer({ ...plain, desired: '{}' });
    await instance.runtime.startContainer(gateway);
    await serve('exec httpd -f -p 8000', gateway);
    await watch();
    const restart = () => docker.getContainer(gateway).restart({ t: 1 });
    const word = await telling(restart, 'die', `${name} lost the network of ${gateway}`, context);
    expect(word).toMatchObject({ happened: 'drifted' });
  });
});
