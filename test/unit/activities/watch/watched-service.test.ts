import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type WatchedService, watchService } from '#activities/host/watch/watched-service.ts';
import type { DesiredLabel } from '#contracts/desired-label.ts';
import type { ProbeResult } from '#domain/health.ts';
import { componentName, serviceId } from '#domain/ids.ts';

const label: DesiredLabel = {
  id: serviceId('sonarr'),
  health: {
    readiness: { type: 'tcp', component: componentName('sonarr'), port: 80 },
    startSeconds: 60,
    intervalSeconds: 30,
    timeoutSeconds: 5,
    retries: 3,
  },
  targets: { sonarr: { address: 'showrunner-sonarr', container: 'showrunner-sonarr' } },
};
const well: ProbeResult = { ok: true, detail: 'answered 200' };
const ill: ProbeResult = { ok: false, detail: 'connection refused' };

let answer: () => Promise<ProbeResult | undefined>;
let probes: number;
let words: string[];
let service: WatchedService;

beforeEach(() => {
  vi.useFakeTimers();
  // In the middle of the jitter, so that pauses are exactly what the definition says.
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  probes = 0;
  words = [];
  answer = async () => well;
  service = watchService(label, {
    probe: () => {
      probes += 1;
      return answer();
    },
    tell: (_label, { health, cause }) => void words.push(`${health}: ${cause}`),
  });
});

afterEach(() => {
  service.stop();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

async function healthy(): Promise<void> {
  service.resume();
  await pass(0);
  words.length = 0;
  probes = 0;
}

describe('a service that is well', () => {
  it('is looked at once it is watched, then at its interval, and told of once', async () => {
    service.resume();
    await pass(0);
    expect([probes, words]).toEqual([1, ['healthy: answered 200']]);
    await pass(29.9);
    expect(probes).toBe(1);
    await pass(0.2);
    expect(probes).toBe(2);
    await pass(300);
    expect([probes, words.length]).toEqual([12, 1]);
  });

  it('is not looked at before it is watched, and not after it no longer is', async () => {
    await pass(100);
    expect(probes).toBe(0);
    await healthy();
    service.stop();
    await pass(100);
    expect([probes, words]).toEqual([0, []]);
  });

  it('is looked at by one probe at a time, however slow', async () => {
    const slow = Promise.withResolvers<ProbeResult>();
    answer = () => slow.promise;
    service.resume();
    await pass(200);
    expect(probes).toBe(1);
    slow.resolve(well);
    await pass(0);
    expect(words).toEqual(['healthy: answered 200']);
  });

  it('probes of many services spread out around the interval', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    await healthy();
    await pass(26.9);
    expect(probes).toBe(0);
    await pass(0.2);
    expect(probes).toBe(1);
  });
});

describe('a service that falls ill', () => {
  beforeEach(async () => {
    await healthy();
    answer = async () => ill;
  });

  it('is looked at every two seconds, and told of after as many failures as its definition says', async () => {
    await pass(30);
    expect([probes, words]).toEqual([1, []]);
    await pass(2);
    expect([probes, words]).toEqual([2, []]);
    await pass(2);
    expect([probes, words]).toEqual([3, ['unhealthy: connection refused']]);
    await pass(20);
    expect(words).toHaveLength(1);
  });

  it('is told of as well by the first good answer', async () => {
    await pass(40);
    answer = async () => well;
    await pass(2);
    expect(words).toEqual(['unhealthy: connection refused', 'healthy: answered 200']);
  });

  it('and is well again before the last retry is no news', async () => {
    await pass(32);
    answer = async () => well;
    await pass(100);
    expect(words).toEqual([]);
  });
});

describe('a probe that learnt nothing', () => {
  it('says nothing about the service, and is tried again soon', async () => {
    await healthy();
    answer = async () => undefined;
    await pass(60);
    expect(words).toEqual([]);
    expect(probes).toBeGreaterThan(10);
    answer = async () => well;
    await pass(10);
    expect(words).toEqual([]);
  });

  it('does not break a row of failures', async () => {
    await healthy();
    const course: (ProbeResult | undefined)[] = [ill, undefined, ill, undefined, ill];
    answer = async () => course.shift();
    await pass(40);
    expect(words).toEqual(['unhealthy: connection refused']);
  });
});

describe('a fact', () => {
  it('counts at once and ends the looking, until the service is watched again', async () => {
    await healthy();
    service.fact('unhealthy', 'it ended with exit code 1');
    await pass(100);
    expect([probes, words]).toEqual([0, ['unhealthy: it ended with exit code 1']]);
    service.resume();
    await pass(0);
    expect(words.at(-1)).toBe('healthy: answered 200');
  });

  it('makes the answer of a probe void that was under way', async () => {
    await healthy();
    const slow = Promise.withResolvers<ProbeResult>();
    answer = () => slow.promise;
    await pass(30);
    service.fact('unhealthy', 'its container is gone');
    slow.resolve(well);
    await pass(100);
    expect([probes, words]).toEqual([1, ['unhealthy: its container is gone']]);
  });

  it('that is known already is no news', async () => {
    service.fact('unhealthy', 'its container is exited');
    service.fact('unhealthy', 'its container is gone');
    expect(words).toEqual(['unhealthy: its container is exited']);
  });
});

it('watched twice, it is looked at by one row of probes', async () => {
  service.resume();
  service.resume();
  await pass(0);
  probes = 0;
  await pass(30);
  expect(probes).toBe(1);
});
