import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ByteProgress } from '#contracts/task.ts';
import type { PullOutcome } from '#ports/container-runtime.ts';
import {
  buildTestImage,
  freePort,
  openTestInstance,
  type RegistryProxy,
  rawDocker,
  removeImage,
  type SocketProxy,
  startRegistry,
  startRegistryProxy,
  startSocketProxy,
  type TestInstance,
  type TestRegistry,
  waitFor,
} from '#test/support/docker/index.ts';

describe('a pull over a registry that fails', { timeout: 60_000 }, () => {
  let registry: TestRegistry;
  let proxy: RegistryProxy;
  let socket: SocketProxy;
  let instance: TestInstance;
  let digest: string;
  let reference: string;

  beforeAll(async () => {
    registry = await startRegistry();
    proxy = await startRegistryProxy(registry.port);
    socket = await startSocketProxy();
    instance = openTestInstance('pull', { dockerHost: socket.dockerHost });
    reference = `${proxy.address}/layers:1`;
    const ballast = [1_000_000, 2_000_000, 500_000];
    const image = await buildTestImage(`showrunner-test/pull:${instance.unique}`, { ballast });
    digest = await registry.push(image.reference, 'layers:1');
    await image.remove();
  }, 60_000);

  beforeEach(async () => {
    await socket.heal();
    proxy.heal();
    return async () => {
      await removeImage(reference);
      await removeImage(`${proxy.address}/layers@${digest}`);
    };
  });

  afterAll(async () => {
    await instance.end();
    await socket.stop();
    await proxy.stop();
    await registry.stop();
  });

  function pull(
    image: string,
    more: { readonly digest?: string; readonly signal?: AbortSignal } = {},
    { runtime } = instance,
  ): { readonly outcome: Promise<PullOutcome>; readonly progress: readonly ByteProgress[] } {
    const progress: ByteProgress[] = [];
    const onProgress = (seen: ByteProgress): void => {
      progress.push(seen);
    };
    const signal = more.signal ?? AbortSignal.timeout(30_000);
    return { outcome: runtime.pullImage({ image, ...more, signal, onProgress }), progress };
  }

  test('tells its progress as it comes, at most four times a second', async () => {
    proxy.faults.bytesPerSecond = 1_500_000;
    const began = performance.now();
    const { outcome, progress } = pull(reference);
    expect(await outcome).toMatchObject({ outcome: 'done', digest });
    const seconds = (performance.now() - began) / 1000;
    expect(progress.length).toBeGreaterThan(3);
    expect(progress.length).toBeLessThanOrEqual(seconds * 4 + 2);
    expect(progress.at(-1)?.total).toBeGreaterThan(3_500_000);
    expect(progress.at(-1)?.current).toBe(progress.at(-1)?.total);
  });

  test('pulls exactly a digest, and runs it under that', async () => {
    const { outcome } = pull(reference, { digest });
    expect(await outcome).toMatchObject({ outcome: 'done', digest });
    expect(await instance.runtime.hasImage(reference, digest)).toBe(true);
    expect((await pull(reference, { digest }).outcome).outcome).toBe('adopted');
  });

  test('fails on an error that comes inside the stream', async () => {
    proxy.faults.corrupt = true;
    await expect(pull(reference).outcome).rejects.toMatchObject({
      code: 'image-pull-failed',
      data: { retryable: true },
    });
    expect(await instance.runtime.hasImage(reference)).toBe(false);
  });

  test('fails when nothing is heard of it for too long', async () => {
    proxy.faults.stall = true;
    const deadlineMilliseconds = { pullSilence: 1500 };
    const hurried = openTestInstance('pull', { dockerHost: socket.dockerHost, deadlineMilliseconds });
    await expect(pull(reference, {}, hurried).outcome).rejects.toMatchObject({ code: 'image-pull-failed' });
    await hurried.runtime.close();
  });

  test('is denied', async () => {
    proxy.faults.status = 403;
    await expect(pull(reference).outcome).rejects.toMatchObject({
      code: 'image-denied',
      data: { retryable: false },
    });
  });

  test('fails for now when no registry answers', async () => {
    const away = `127.0.0.1:${await freePort()}/x:1`;
    await expect(pull(away).outcome).rejects.toMatchObject({
      code: 'image-pull-failed',
      data: { retryable: true },
    });
  });

  test('leaves no transfer behind when it is cancelled', async () => {
    proxy.faults.bytesPerSecond = 200_000;
    const cancel = new AbortController();
    const { outcome } = pull(reference, { signal: cancel.signal });
    const ended = expect(outcome).rejects.toThrow('enough');
    await waitFor('a transfer', () => proxy.transfers() > 0 || undefined);
    cancel.abort(new Error('enough'));
    await ended;
    await waitFor('the transfers to end', () => proxy.transfers() === 0 || undefined);
    await expect(rawDocker().getImage(reference).inspect()).rejects.toMatchObject({ statusCode: 404 });
  });

  test('is an outage when the engine goes away meanwhile', async () => {
    proxy.faults.bytesPerSecond = 200_000;
    const { outcome } = pull(reference);
    const ended = expect(outcome).rejects.toMatchObject({ code: 'engine-unreachable' });
    await waitFor('a transfer', () => proxy.transfers() > 0 || undefined);
    socket.cutNow();
    await ended;
  });
});
