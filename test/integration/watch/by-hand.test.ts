import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, type TestContext, test } from 'vitest';
import type { Observation } from '#contracts/messages.ts';
import type { RuntimeEvent } from '#ports/container-runtime.ts';
import { plainRequest } from '#test/contract/container-runtime/requests.ts';
import { buildTestImage, rawDocker, type TestImage } from '#test/support/docker/index.ts';
import { openWatchedWeb, type WatchedWeb } from './watched-web.ts';

/** What a person does on the host with Docker's own tools, seen through the real engine. */
describe('a change by hand', { timeout: 60_000 }, () => {
  const docker = rawDocker();
  let image: TestImage;
  let web: WatchedWeb;

  beforeAll(async () => {
    image = await buildTestImage(`showrunner-test/watch:${Date.now().toString(36)}`);
  }, 60_000);

  afterAll(() => image.remove());

  beforeEach(async () => {
    web = await openWatchedWeb(image.reference);
  });

  afterEach(() => web.end());

  /** Acts, and waits for the word; notes how long it took from the engine's event to the monitor. */
  async function telling(
    act: () => Promise<unknown>,
    type: RuntimeEvent['type'],
    cause: string,
    { annotate }: TestContext,
  ): Promise<Observation> {
    web.forget();
    await act();
    const { word, received } = await web.hear((one) => one.cause === cause);
    // The test's own stream may be behind the watcher's.
    await expect.poll(() => web.events.some((event) => event.type === type)).toBe(true);
    const at = Date.parse(web.events.find((event) => event.type === type)?.at ?? '');
    await annotate(`${type}: told ${received - at} ms after its event`);
    return word;
  }

  test('a stop is told, and the start after it', async (context) => {
    await web.serve();
    await web.watch();
    const stop = () => docker.getContainer(web.name).stop({ t: 5 });
    const word = await telling(stop, 'die', `${web.name} was stopped (exit code 143)`, context);
    expect(word).toMatchObject({ health: 'unhealthy', source: 'event', happened: 'stalled' });
    await telling(() => docker.getContainer(web.name).start(), 'start', 'port 8000 is open', context);
  });

  test('a removal is told', async (context) => {
    await web.serve();
    await web.watch();
    const remove = () => docker.getContainer(web.name).remove({ force: true });
    const word = await telling(remove, 'destroy', `${web.name} is gone`, context);
    expect(word).toMatchObject({ happened: 'gone' });
  });

  test('a pause is told, and its end', async (context) => {
    await web.serve();
    await web.watch();
    const word = await telling(
      () => docker.getContainer(web.name).pause(),
      'pause',
      `${web.name} is paused`,
      context,
    );
    expect(word).toMatchObject({ happened: 'stalled' });
    await telling(() => docker.getContainer(web.name).unpause(), 'unpause', 'port 8000 is open', context);
  });

  test('another name is told', async (context) => {
    await web.serve();
    await web.watch();
    const to = `${web.name}-by-hand`;
    const rename = () => docker.getContainer(web.name).rename({ name: to });
    const word = await telling(rename, 'rename', `${web.name} was renamed to ${to}`, context);
    expect(word).toMatchObject({ happened: 'drifted' });
  });

  test('a network that it was taken out of is told by name, and so is its lost name there', async (context) => {
    await web.serve();
    await web.watch();
    const disconnect = () => docker.getNetwork(web.network).disconnect({ Container: web.name });
    const cause = `${web.name} was disconnected from ${web.network}`;
    const word = await telling(disconnect, 'disconnect', cause, context);
    expect(word).toMatchObject({ happened: 'drifted' });
    const connect = () => docker.getNetwork(web.network).connect({ Container: web.name });
    await telling(connect, 'connect', `${web.name} is no longer called web in ${web.network}`, context);
    await disconnect();
    await web.instance.runtime.connectNetwork(web.name, web.network, ['web']);
    await web.hear((one) => one.health === 'healthy');
  });

  test('a program that is killed is told with its exit code, and Docker’s own restart is counted', async (context) => {
    await web.serve();
    await web.instance.runtime.setRestart(web.name, true);
    await web.watch();
    const { State } = await docker.getContainer(web.name).inspect();
    const kill = async () => process.kill(State.Pid, 'SIGKILL');
    const word = await telling(kill, 'die', `${web.name} ended with exit code 137`, context);
    expect(word).toMatchObject({ happened: 'ended' });
    await web.hear((one) => one.health === 'healthy');
    expect(web.told.map((one) => one.word.restarts ?? 0)).toEqual([0, 1]);
  });

  test('a container that crashes over and over is told of in few words, which count its restarts', async () => {
    await web.serve();
    await web.watch();
    // The engine waits 0.1 s before the first restart, and twice as long before each further one.
    await docker.getContainer(web.name).remove({ force: true });
    web.forget();
    await web.serve('sleep 0.2; exit 3');
    await web.instance.runtime.setRestart(web.name, true);
    const restarts = () => web.told.reduce((sum, { word }) => sum + (word.restarts ?? 0), 0);
    await expect.poll(restarts, { timeout: 30_000, interval: 50 }).toBeGreaterThanOrEqual(5);
    const counted = (await docker.getContainer(web.name).inspect()).RestartCount;
    expect(restarts()).toBeLessThanOrEqual(counted);
    const ends = web.told.filter(({ word }) => word.cause === `${web.name} ended with exit code 3`);
    expect(ends.length).toBeGreaterThan(0);
    expect(web.told.length).toBeLessThan(12);
  });

  test('a gateway that was restarted leaves its member without a network, which is told of the member', async (context) => {
    const gateway = web.instance.name('gateway');
    const plain = plainRequest({
      name: gateway,
      image: image.reference,
      command: ['sleep', '600'],
      spec: {
        init: true,
        network: { mode: 'networks', networks: [{ name: web.network, aliases: [] }], ports: [] },
      },
    });
    await web.instance.runtime.createContainer({ ...plain, desired: '{}' });
    await web.instance.runtime.startContainer(gateway);
    await web.serve('exec httpd -f -p 8000', gateway);
    await web.watch();
    const restart = () => docker.getContainer(gateway).restart({ t: 1 });
    const word = await telling(restart, 'die', `${web.name} lost the network of ${gateway}`, context);
    expect(word).toMatchObject({ happened: 'drifted' });
  });
});
