import { expect, test } from 'vitest';
import type { ByteProgress } from '#contracts/task.ts';
import type { RuntimeHarness } from './harness.ts';

export function imageTests(current: () => RuntimeHarness): void {
  function pull(image: string, digest?: string, signal = AbortSignal.timeout(60_000)) {
    const progress: ByteProgress[] = [];
    const onProgress = (seen: ByteProgress): void => {
      progress.push(seen);
    };
    const request = { image, signal, onProgress, ...(digest === undefined ? {} : { digest }) };
    return { progress, outcome: current().runtime.pullImage(request) };
  }

  test('adopts an image that the engine has', async () => {
    const { runtime, image } = current();
    expect(await runtime.hasImage(image)).toBe(true);
    expect((await pull(image).outcome).outcome).toBe('adopted');
  });

  test('pulls what a registry has, tells its bytes, and names its digest', async () => {
    const { runtime, offered } = current();
    expect(await runtime.hasImage(offered.image)).toBe(false);
    const { outcome, progress } = pull(offered.image);
    expect(await outcome).toMatchObject({ outcome: 'done', digest: offered.digest });
    const last = progress.at(-1);
    expect(last?.total).toBeGreaterThan(0);
    expect(last?.current).toBe(last?.total);
    const totals = progress.map(({ total }) => total);
    expect(totals).toEqual(totals.toSorted((a, b) => a - b));
    expect(await runtime.hasImage(offered.image, offered.digest)).toBe(true);
    expect(await runtime.hasImage(offered.image, `sha256:${'0'.repeat(64)}`)).toBe(false);
  });

  test('tells that no registry has an image, or not that digest', async () => {
    const { absent, offered } = current();
    const refused = { code: 'image-not-found', data: { retryable: false } };
    await expect(pull(absent).outcome).rejects.toMatchObject(refused);
    await expect(pull(offered.image, `sha256:${'0'.repeat(64)}`).outcome).rejects.toMatchObject(refused);
  });

  test('ends a cancelled pull with the reason, and without the image', async () => {
    const { runtime, slow } = current();
    const cancel = new AbortController();
    const { outcome, progress } = pull(slow, undefined, cancel.signal);
    const ended = expect(outcome).rejects.toThrow('cancelled by the test');
    await expect.poll(() => progress.length, { timeout: 10_000 }).toBeGreaterThan(0);
    cancel.abort(new Error('cancelled by the test'));
    await ended;
    expect(await runtime.hasImage(slow)).toBe(false);
  });
}
