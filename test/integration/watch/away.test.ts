import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  buildTestImage,
  rawDocker,
  type SocketProxy,
  startSocketProxy,
  type TestImage,
} from '#test/support/docker/index.ts';
import { openWatchedWeb, type WatchedWeb } from './watched-web.ts';

/** The real engine behind a socket that goes away or hangs. */
describe('while the watcher does not reach the engine', { timeout: 60_000 }, () => {
  const docker = rawDocker();
  const within = { timeout: 20_000, interval: 10 };
  // Only an engine that hangs uses it up; what answers late on a busy machine does not.
  const deadlineMilliseconds = { look: 4000 };
  let image: TestImage;
  let proxy: SocketProxy;
  let web: WatchedWeb;

  beforeAll(async () => {
    proxy = await startSocketProxy();
    image = await buildTestImage(`showrunner-test/away:${Date.now().toString(36)}`);
  }, 60_000);

  afterAll(async () => {
    await image.remove();
    await proxy.stop();
  });

  beforeEach(async () => {
    await proxy.heal();
    web = await openWatchedWeb(image.reference, { dockerHost: proxy.dockerHost, deadlineMilliseconds });
    await web.serve();
    await web.watch();
    web.forget();
  });

  afterEach(() => web.end());

  const reachable = () => web.reports.map((report) => report.reachable);

  test('a change is not told, and is found when the engine is back', async () => {
    await proxy.leave();
    await expect.poll(reachable, within).toEqual([true, false]);
    await docker.getNetwork(web.network).disconnect({ Container: web.name });
    expect(web.told).toEqual([]);
    await proxy.heal();
    const { word } = await web.hear(({ happened }) => happened === 'drifted');
    expect(word.cause).toBe(`${web.name} was disconnected from ${web.network}`);
    expect(reachable()).toEqual([true, false, true]);
  });

  test('an engine that hangs is told of the host and not of its services, and all is told anew after it', async () => {
    proxy.freeze();
    await expect.poll(reachable, within).toEqual([true, false]);
    expect(web.told).toEqual([]);
    await proxy.heal();
    await web.hear(({ health }) => health === 'healthy');
    expect(reachable()).toEqual([true, false, true]);
  });

  test('a stream that breaks loses nothing of what happened around it', async () => {
    const stopping = docker.getContainer(web.name).stop({ t: 5 });
    proxy.cutNow();
    await stopping;
    await web.hear(({ happened }) => happened === 'stalled' || happened === 'ended');
    web.forget();
    await docker.getContainer(web.name).start();
    await web.hear(({ health }) => health === 'healthy');
  });
});
