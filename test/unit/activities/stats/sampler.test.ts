import { expect, it, vi } from 'vitest';
import { startSampler } from '#activities/host/stats/sampler.ts';
import { uploadOf } from '#activities/host/stats/send-stats.ts';
import { DomainError } from '#domain/errors.ts';
import { componentName, serviceId } from '#domain/ids.ts';
import type { ContainerUsage } from '#domain/usage.ts';
import { aUsage } from '#test/support/usage/usage.ts';

const now = () => new Date().toISOString();

it('reads round after round, until it is stopped', async () => {
  const usage = vi.fn(async () => [aUsage({ at: now() })]);
  const sampler = startSampler({ runtime: { usage }, everyMs: 5, onFailure: unplanned });
  await expect.poll(() => usage.mock.calls.length).toBeGreaterThan(2);
  expect(sampler.latest).toHaveLength(1);
  await sampler.stop();
  const asked = usage.mock.calls.length;
  // Another one tells that the time of some rounds has passed.
  const later = vi.fn(async () => []);
  const clock = startSampler({ runtime: { usage: later }, everyMs: 5, onFailure: unplanned });
  await expect.poll(() => later.mock.calls.length).toBeGreaterThan(3);
  await clock.stop();
  expect(usage.mock.calls.length).toBe(asked);
});

it('never has two rounds under way: a slow engine is asked less often', async () => {
  let open = 0;
  let most = 0;
  const usage = async (): Promise<readonly ContainerUsage[]> => {
    open += 1;
    most = Math.max(most, open);
    await new Promise((resolve) => setTimeout(resolve, 20));
    open -= 1;
    return [];
  };
  const asked = vi.fn(usage);
  const sampler = startSampler({ runtime: { usage: asked }, everyMs: 1, onFailure: unplanned });
  await expect.poll(() => asked.mock.calls.length).toBeGreaterThan(3);
  await sampler.stop();
  expect(most).toBe(1);
});

it('says once that the engine is away, keeps the past, and says of nothing that it runs', async () => {
  let away = false;
  const failures: unknown[] = [];
  const gone = new DomainError('engine-unreachable', 'gone');
  const usage = vi.fn(async () => {
    if (away) throw gone;
    return [aUsage({ at: now() })];
  });
  const sampler = startSampler({
    runtime: { usage },
    everyMs: 2,
    onFailure: (error) => failures.push(error),
  });
  await expect.poll(() => sampler.latest.length).toBe(1);
  away = true;
  const before = usage.mock.calls.length;
  await expect.poll(() => usage.mock.calls.length).toBeGreaterThan(before + 3);
  expect(failures).toEqual([gone]);
  expect(sampler.latest).toEqual([]);
  expect(sampler.components()[0]?.lastHour).toHaveLength(1);
  away = false;
  await expect.poll(() => sampler.latest.length).toBe(1);
  await sampler.stop();
});

it('uploads a service with its last hour, and all services without', async () => {
  const usage = async () => [aUsage({ at: now() })];
  const sampler = startSampler({ runtime: { usage }, everyMs: 1000, onFailure: unplanned });
  await expect.poll(() => sampler.latest.length).toBe(1);
  expect(uploadOf({ service: serviceId('sonarr') }, sampler).components[0]?.lastHour).toHaveLength(1);
  expect(uploadOf({}, sampler).components[0]).toMatchObject({ service: 'sonarr', lastHour: [] });
  await sampler.stop();
});

it('uploads a service of very many components without its past, rather than not at all', () => {
  const lastHour = Array.from({ length: 60 }, () => ({ at: now(), memoryBytes: 1e9, restarts: 0 }));
  const component = (name: string) => ({
    service: serviceId('large'),
    component: componentName(name),
    lastHour,
  });
  const components = Array.from({ length: 200 }, (_, at) => component(`c-${at}`));
  const upload = uploadOf({ service: serviceId('large') }, { components: () => components });
  expect(upload.components).toHaveLength(200);
  expect(upload.components[0]?.lastHour).toEqual([]);
});

function unplanned(error: unknown): never {
  throw new Error('The test did not plan a failure.', { cause: error });
}
