import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDockerRuntime } from '#adapters/docker/runtime.ts';
import { instanceId } from '#domain/ids.ts';
import type { ContainerRuntime } from '#ports/container-runtime.ts';
import {
  buildTestImage,
  freePort,
  openTestInstance,
  type SocketProxy,
  startSocketProxy,
  type TestImage,
  type TestInstance,
  waitFor,
} from '#test/support/docker/index.ts';
import { firstTask, plainRequest, service } from './requests.ts';

describe('an engine that fails', { timeout: 30_000 }, () => {
  let proxy: SocketProxy;
  let direct: TestInstance;
  let instance: TestInstance;
  let image: TestImage;
  let container: string;

  beforeAll(async () => {
    proxy = await startSocketProxy();
    direct = openTestInstance('outage');
    image = await buildTestImage(`showrunner-test/outage:${direct.unique}`);
    container = direct.name('talker');
    await direct.runtime.createContainer(
      plainRequest({
        name: container,
        image: image.reference,
        command: ['sh', '-c', 'echo one; exec sleep 600'],
      }),
    );
    await direct.runtime.startContainer(container);
  }, 60_000);

  beforeEach(async () => {
    await proxy.heal();
    instance = openTestInstance('outage', { dockerHost: proxy.dockerHost });
    return () => instance.runtime.close();
  });

  afterAll(async () => {
    await direct.end();
    await image.remove();
    await proxy.stop();
  });

  test('is unreachable while its socket is gone, and is found again', async () => {
    await proxy.leave();
    await expect(instance.runtime.listContainers()).rejects.toMatchObject({ code: 'engine-unreachable' });
    await proxy.heal();
    expect(await instance.runtime.listContainers()).toEqual([]);
  });

  test('is unreachable when nobody listens at its address', async () => {
    const closed = await freePort();
    const runtime = createDockerRuntime({
      instance: { id: instanceId('away'), name: 'away' },
      dockerHost: `tcp://127.0.0.1:${closed}`,
    });
    await expect(runtime.version()).rejects.toMatchObject({ code: 'engine-unreachable' });
    await runtime.close();
  });

  test('is too slow when it accepts and never answers, whatever is asked', async () => {
    const deadlineMilliseconds = { look: 300, change: 300, pullSilence: 300 };
    const hurried = openTestInstance('outage', { dockerHost: proxy.dockerHost, deadlineMilliseconds });
    // Its deadline holds for this as well.
    await vi.waitFor(() => hurried.runtime.version(), { timeout: 15_000 });
    proxy.freeze();
    for (const [what, ask] of everyCall(hurried.runtime, container)) {
      const error = await ask().catch((reason: unknown) => reason);
      expect(error, what).toMatchObject({
        code: 'engine-timeout',
        message: expect.stringMatching(/within (0\.3|1\.3) s\.$/),
      });
    }
    await hurried.runtime.close();
    await waitFor('the abandoned connections to close', () => proxy.open() === 0 || undefined);
  });

  test('is unreachable when it is cut in the middle of an answer', async () => {
    await instance.runtime.version();
    proxy.cutAfter(150);
    await expect(instance.runtime.inspect(container)).rejects.toMatchObject({ code: 'engine-unreachable' });
  });

  test('ends open event and log streams with an error when it is killed', async () => {
    const { signal } = new AbortController();
    const events = firstEvent(instance.runtime, signal);
    const lines = following(direct.name('talker'), proxy.dockerHost, direct.id, signal);
    await lines.first;
    await waitFor('both streams to be open', () => proxy.open() >= 2 || undefined);
    proxy.cutNow();
    await expect(events).rejects.toMatchObject({ code: 'engine-unreachable' });
    await expect(lines.end).rejects.toMatchObject({ code: 'engine-unreachable' });
  });

  test('closes the connection of a stream that is no longer wanted', async () => {
    const ending = new AbortController();
    const events = firstEvent(instance.runtime, ending.signal);
    await waitFor('the stream to be open', () => proxy.open() === 1 || undefined);
    ending.abort();
    expect(await events).toBeUndefined();
    await waitFor('the connection to close', () => proxy.open() === 0 || undefined);
  });

  test('is left by close, which ends what is under way', async () => {
    const events = firstEvent(instance.runtime, new AbortController().signal);
    await waitFor('the stream to be open', () => proxy.open() === 1 || undefined);
    const ended = expect(events).rejects.toMatchObject({ code: 'engine-unreachable' });
    await instance.runtime.close();
    await ended;
    await waitFor('the connection to close', () => proxy.open() === 0 || undefined);
  });
});

function everyCall(
  runtime: ContainerRuntime,
  container: string,
): readonly (readonly [string, () => Promise<unknown>])[] {
  const { signal } = new AbortController();
  return [
    ['list', () => runtime.listContainers()],
    ['networks', () => runtime.listNetworks()],
    ['image', () => runtime.hasImage('127.0.0.1:1/x:1')],
    ['pull', () => runtime.pullImage({ image: '127.0.0.1:1/x:1', signal, onProgress: () => undefined })],
    [
      'network',
      () => runtime.createNetwork({ name: 'n', internal: true, pool: '10.222.0.0/16', task: firstTask }),
    ],
    ['volume', () => runtime.createVolume({ name: 'v', service, task: firstTask })],
    ['start', () => runtime.startContainer(container)],
    ['stop', () => runtime.stopContainer(container, 1)],
    ['remove', () => runtime.removeContainer(container)],
    ['exec', () => runtime.exec(container, ['true'], 1)],
    ['logs', () => Array.fromAsync(runtime.logs({ container, follow: false, signal }))],
    ['events', () => Array.fromAsync(runtime.events(signal))],
  ];
}

async function firstEvent(runtime: ContainerRuntime, signal: AbortSignal): Promise<unknown> {
  for await (const event of runtime.events(signal)) return event;
  return undefined;
}

function following(
  container: string,
  dockerHost: string,
  id: TestInstance['id'],
  signal: AbortSignal,
): { readonly first: Promise<void>; readonly end: Promise<void> } {
  const runtime = createDockerRuntime({ instance: { id, name: 'outage' }, dockerHost });
  const first = Promise.withResolvers<void>();
  const end = (async () => {
    for await (const _line of runtime.logs({ container, follow: true, signal })) first.resolve();
  })();
  end.catch(first.reject);
  return { first: first.promise, end };
}
