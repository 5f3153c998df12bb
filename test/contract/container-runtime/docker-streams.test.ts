import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LogLine, RuntimeEvent } from '#ports/container-runtime.ts';
import {
  buildTestImage,
  openTestInstance,
  rawDocker,
  type SocketProxy,
  startSocketProxy,
  type TestImage,
  type TestInstance,
  waitFor,
} from '#test/support/docker/index.ts';
import { firstTask, plainRequest } from './requests.ts';

describe('streams of the engine', { timeout: 30_000 }, () => {
  let instance: TestInstance;
  let image: TestImage;
  let proxy: SocketProxy;

  beforeAll(async () => {
    proxy = await startSocketProxy();
    instance = openTestInstance('streams', { dockerHost: proxy.dockerHost });
    const check =
      'HEALTHCHECK --interval=250ms --timeout=5s --retries=1 CMD echo "checked with s3cret"; test -e /tmp/well';
    const more = ['RUN ["/bin/mkdir", "/tmp"]', check];
    image = await buildTestImage(`showrunner-test/streams:${instance.unique}`, { more });
  }, 60_000);

  afterAll(async () => {
    await instance.end();
    await image.remove();
    await proxy.stop();
  });

  async function run(suffix: string, script: string): Promise<string> {
    const name = instance.name(suffix);
    const command = ['sh', '-c', script];
    await instance.runtime.createContainer(
      plainRequest({ name, image: image.reference, command, spec: { init: true } }),
    );
    await instance.runtime.startContainer(name);
    return name;
  }

  async function ended(container: string): Promise<void> {
    await waitFor(`${container} to end`, async () => {
      return (await instance.runtime.inspect(container))?.state === 'exited' || undefined;
    });
  }

  test('splits what has no line end, and loses nothing of it', async () => {
    const container = await run('long', 'head -c 40000 /dev/zero | tr "\\0" x; echo; echo end');
    await ended(container);
    const signal = AbortSignal.timeout(10_000);
    const lines = await Array.fromAsync(instance.runtime.logs({ container, follow: false, signal }));
    expect(lines.map(({ text }) => text.length)).toEqual([16_384, 16_384, 7232, 3]);
  });

  test('reads a terminal’s output', async () => {
    const name = instance.name('tty');
    const docker = rawDocker();
    const labels = { 'showrunner.instance': instance.id };
    const made = await docker.createContainer({
      name,
      Image: image.reference,
      Tty: true,
      Labels: labels,
      Cmd: ['sh', '-c', 'echo one; echo two >&2'],
    });
    await made.start();
    await ended(name);
    const signal = AbortSignal.timeout(10_000);
    const lines = await Array.fromAsync(instance.runtime.logs({ container: name, follow: false, signal }));
    expect(lines.map(({ stream, text }) => `${stream} ${text}`)).toEqual(['stdout one', 'stdout two']);
  });

  test('takes no more of a large log than its reader wants', async () => {
    const container = await run(
      'large',
      'yes "a line of some length, many times" | head -n 200000; exec sleep 600',
    );
    await waitFor('a large log', async () => {
      const tail = { container, tail: 1, follow: false, signal: AbortSignal.timeout(5000) };
      const [last] = await Array.fromAsync(instance.runtime.logs(tail));
      return last !== undefined || undefined;
    });
    const before = process.memoryUsage().arrayBuffers;
    const seen: LogLine[] = [];
    for await (const line of instance.runtime.logs({
      container,
      follow: true,
      signal: new AbortController().signal,
    })) {
      seen.push(line);
      if (seen.length === 100) break;
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
    await waitFor('the connection to close', () => proxy.open() === 0 || undefined);
  });

  test('tells health as it changes, without the noise of the checks', async () => {
    const ending = new AbortController();
    const events = instance.runtime.events(ending.signal);
    const container = await run('health', 'exec sleep 600');
    const seen: RuntimeEvent[] = [];
    for await (const event of events) {
      if (event.container !== container) continue;
      seen.push(event);
      if (event.health === 'unhealthy') await instance.runtime.exec(container, ['touch', '/tmp/well'], 5);
      if (event.health === 'healthy') break;
    }
    const health = seen.filter(({ type }) => type === 'health').map((event) => event.health);
    expect(health).toEqual(['unhealthy', 'healthy']);
    expect(new Set(seen.map(({ type }) => type))).toEqual(new Set(['connect', 'start', 'health']));
    expect((await instance.runtime.inspect(container))?.health).toBe('healthy');
    const evidence = await instance.runtime.evidence(container, ['s3cret']);
    expect(evidence?.lastProbe).toBe('checked with [redacted]');
  });

  test('tells that a container was connected and disconnected by others', async () => {
    const network = instance.name('net');
    await instance.runtime.createNetwork({
      name: network,
      internal: true,
      pool: '10.222.0.0/16',
      task: firstTask,
    });
    const container = instance.name('connected');
    await instance.runtime.createContainer(
      plainRequest({
        name: container,
        image: image.reference,
        command: ['sleep', '600'],
        spec: { network: { mode: 'networks', networks: [{ name: network, aliases: [] }], ports: [] } },
      }),
    );
    await instance.runtime.startContainer(container);
    const events = instance.runtime.events(AbortSignal.timeout(10_000));
    await rawDocker().getNetwork(network).disconnect({ Container: container, Force: true });
    const [first] = await Array.fromAsync(take(events, 1));
    expect(first).toMatchObject({ type: 'disconnect', container, service: 'sample' });
  });

  test('keeps at most 64 KiB of a command’s output', async () => {
    const container = await run('exec', 'exec sleep 600');
    const command = ['sh', '-c', 'yes | head -c 1000000; exit 5'];
    const result = await instance.runtime.exec(container, command, 10);
    expect(result.exitCode).toBe(5);
    expect(result.output).toHaveLength(64 * 1024);
  });
});

async function* take<T>(values: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  let left = count;
  for await (const value of values) {
    yield value;
    left -= 1;
    if (left === 0) return;
  }
}
