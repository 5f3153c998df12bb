import { expect, test } from 'vitest';
import { pullError } from '#adapters/docker/images/pull-errors.ts';
import { createPullProgress, type PullMessage } from '#adapters/docker/images/pull-progress.ts';
import type { ByteProgress } from '#contracts/task.ts';

test.each([
  [404, 'manifest for r/x:1 not found: manifest unknown: manifest unknown', 'image-not-found', false],
  [400, 'invalid reference format', 'image-not-found', false],
  [
    undefined,
    'no matching manifest for linux/riscv64 in the manifest list entries',
    'image-not-found',
    false,
  ],
  [500, 'Head "http://r/v2/x": no basic auth credentials', 'image-denied', false],
  [500, 'unauthorized: authentication required', 'image-denied', false],
  [403, 'no', 'image-denied', false],
  [
    404,
    'pull access denied for r/x, repository does not exist or may require docker login',
    'image-denied',
    false,
  ],
  [500, 'denied: requested access to the resource is denied', 'image-denied', false],
  [
    500,
    'Get "http://r/v2/": dial tcp 127.0.0.1:5999: connect: connection refused',
    'image-pull-failed',
    true,
  ],
  [500, 'Get "https://registry/v2/": dial tcp: lookup registry: no such host', 'image-pull-failed', true],
  [500, 'toomanyrequests: You have reached your pull rate limit', 'image-pull-failed', true],
  [undefined, 'filesystem layer verification failed for digest sha256:00', 'image-pull-failed', true],
  [undefined, 'unexpected EOF', 'image-pull-failed', true],
  [undefined, 'write /var/lib/docker/tmp/x: no space left on device', 'image-pull-failed', false],
  [500, 'http: server gave HTTP response to HTTPS client', 'image-pull-failed', false],
])('names a registry’s answer %s "%s" as %s', (status, reason, code, retryable) => {
  const error = pullError('r/x:1', reason, status);
  expect(error).toMatchObject({ code, data: { image: 'r/x:1', retryable } });
  expect(error.message).toContain('r/x:1');
});

test('sums the layers, tells at most four times a second, and ends with all', () => {
  let now = 0;
  const told: ByteProgress[] = [];
  const progress = createPullProgress(
    (seen) => told.push(seen),
    () => now,
  );
  for (let step = 1; step <= 100; step += 1) {
    now += 10;
    progress.saw(downloading('a', step * 10, 1000));
    progress.saw(downloading('b', step * 5, 500));
  }
  progress.finish();
  expect(told.length).toBeLessThanOrEqual(5);
  expect(told.at(-1)).toEqual({ current: 1500, total: 1500 });
  expectMonotone(told);
});

test('never falls back when a layer is fetched again, and does not count an extraction', () => {
  const told: ByteProgress[] = [];
  let now = 0;
  const progress = createPullProgress(
    (seen) => told.push(seen),
    () => (now += 1000),
  );
  progress.saw(downloading('a', 900, 1000));
  progress.saw(downloading('a', 100, 1000));
  progress.saw({ id: 'a', status: 'Download complete' });
  progress.saw({ id: 'a', status: 'Extracting', progressDetail: { current: 5, total: 70_000 } });
  progress.saw({ id: 'b', status: 'Already exists' });
  progress.finish();
  expect(told.at(-1)).toEqual({ current: 1000, total: 1000 });
  expectMonotone(told);
});

function downloading(id: string, current: number, total: number): PullMessage {
  return { id, status: 'Downloading', progressDetail: { current, total } };
}

function expectMonotone(told: readonly ByteProgress[]): void {
  for (const field of ['current', 'total'] as const) {
    const values = told.map((seen) => seen[field]);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
  }
}
