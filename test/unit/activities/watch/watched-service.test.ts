import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type ListedContainer,
  type WatchedService,
  watchService,
} from '#activities/host/watch/watched-service.ts';
import type { DesiredLabel } from '#contracts/desired-label.ts';
import type { Observation } from '#contracts/messages.ts';
import type { ProbeResult } from '#domain/health.ts';
import { componentName, serviceId } from '#domain/ids.ts';
import type { RuntimeEvent } from '#ports/container-runtime.ts';

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
const longAgo = '2020-01-01T00:00:00.000Z';

let answer: () => Promise<ProbeResult | undefined>;
let probes: number;
let looks: number;
let words: Observation[];
let service: WatchedService;
let listings: number;

function watch(watched: DesiredLabel = label): void {
  service = watchService(watched, {
    probe: () => {
      probes += 1;
      return answer();
    },
    look: () => {
      looks += 1;
    },
    tell: (word) => void words.push(word),
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  // In the middle of the jitter, so that pauses are exactly what the definition says.
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  [probes, looks, words, listings] = [0, 0, [], 0];
  answer = async () => well;
  watch();
});

afterEach(() => {
  service.rest();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

function container(more: Partial<ListedContainer> = {}): ListedContainer {
  return {
    id: 'c1',
    name: 'showrunner-sonarr',
    service: serviceId('sonarr'),
    component: componentName('sonarr'),
    state: 'running',
    configHash: '',
    task: '',
    revision: 1,
    restarts: 0,
    startedAt: longAgo,
    networks: ['media'],
    namespaceAlive: true,
    made: { image: 'sonarr:4', networks: { media: [] } },
    ...more,
  };
}

function see(...containers: readonly ListedContainer[]) {
  listings += 1;
  return service.seen({ number: listings, at: new Date().toISOString(), containers });
}

function hear(type: RuntimeEvent['type'], more: Partial<RuntimeEvent> = {}): void {
  service.heard({
    type,
    container: 'showrunner-sonarr',
    containerId: 'c1',
    service: serviceId('sonarr'),
    component: 'sonarr',
    at: new Date().toISOString(),
    ...more,
  });
}

const told = () => words.map(({ health, cause }) => `${health}: ${cause}`);

async function healthy(): Promise<void> {
  see(container());
  await pass(0);
  [probes, looks, words] = [0, 0, []];
}

describe('a service that is well', () => {
  it('is probed once it is seen, then at its interval, and told of once', async () => {
    see(container());
    await pass(0);
    expect([probes, told()]).toEqual([1, ['healthy: answered 200']]);
    await pass(29.9);
    expect(probes).toBe(1);
    await pass(0.2);
    expect(probes).toBe(2);
    await pass(300);
    expect([probes, words.length, looks]).toEqual([12, 1, 0]);
  });

  it('is not probed before it is seen, and not while it rests', async () => {
    await pass(100);
    expect(probes).toBe(0);
    await healthy();
    service.rest();
    await pass(100);
    expect([probes, words]).toEqual([0, []]);
  });

  it('is probed no more often however often it is seen', async () => {
    await healthy();
    for (let round = 0; round < 20; round += 1) {
      see(container());
      await pass(1);
    }
    expect([probes, words]).toEqual([0, []]);
  });

  it('is probed by one probe at a time, however slow', async () => {
    const slow = Promise.withResolvers<ProbeResult>();
    answer = () => slow.promise;
    see(container());
    await pass(200);
    expect(probes).toBe(1);
    slow.resolve(well);
    await pass(0);
    expect(told()).toEqual(['healthy: answered 200']);
  });

  it('is probed somewhat beside its interval, so that many services spread out', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    await healthy();
    await pass(26.9);
    expect(probes).toBe(0);
    await pass(0.2);
    expect(probes).toBe(1);
  });
});

describe('a service whose probes fail', () => {
  beforeEach(async () => {
    await healthy();
    answer = async () => ill;
  });

  it('is probed every two seconds, and told of after as many failures as its definition says', async () => {
    await pass(30);
    expect([probes, told()]).toEqual([1, []]);
    await pass(2);
    expect([probes, told()]).toEqual([2, []]);
    await pass(2);
    expect([probes, told()]).toEqual([3, ['unhealthy: connection refused']]);
    await pass(20);
    expect(words).toHaveLength(1);
    expect(words[0]).toMatchObject({ source: 'probe' });
    expect(words[0]).not.toHaveProperty('happened');
  });

  it('has its containers looked at once, in case an event was lost; that they are well does not hurry the probes', async () => {
    await pass(30);
    expect(looks).toBe(1);
    see(container());
    await pass(1.9);
    expect([probes, looks]).toEqual([1, 1]);
    await pass(0.2);
    expect([probes, looks]).toEqual([2, 1]);
  });

  it('is told of as well by the first good answer', async () => {
    await pass(40);
    answer = async () => well;
    await pass(2);
    expect(told()).toEqual(['unhealthy: connection refused', 'healthy: answered 200']);
  });

  it('and is well again before the last retry is no news', async () => {
    await pass(32);
    answer = async () => well;
    await pass(100);
    expect(words).toEqual([]);
  });

  it('by a command is probed no more often than otherwise, because one that hangs stays behind', async () => {
    service.rest();
    watch({
      ...label,
      health: {
        ...label.health,
        readiness: { type: 'exec', component: componentName('sonarr'), command: ['true'] },
      },
    });
    see(container());
    await pass(29);
    expect(probes).toBe(1);
    await pass(61);
    expect([probes, told()]).toEqual([4, ['unhealthy: connection refused']]);
  });
});

describe('a service that has just started', () => {
  beforeEach(() => {
    answer = async () => ill;
  });

  it('is not told of as unhealthy before its start period is over', async () => {
    see(container({ startedAt: new Date().toISOString() }));
    await pass(59);
    expect(words).toEqual([]);
    await pass(7);
    expect(told()).toEqual(['unhealthy: connection refused']);
  });

  it('and was well once has started', async () => {
    answer = async () => well;
    see(container({ startedAt: new Date().toISOString() }));
    await pass(0);
    answer = async () => ill;
    await pass(36);
    expect(told()).toEqual(['healthy: answered 200', 'unhealthy: connection refused']);
  });

  it('for another time has another start period', async () => {
    answer = async () => well;
    see(container());
    await pass(0);
    answer = async () => ill;
    see(container({ startedAt: new Date().toISOString() }));
    await pass(59);
    expect(told()).toEqual(['healthy: answered 200']);
  });
});

describe('the image’s own health check', () => {
  const checked: DesiredLabel = {
    ...label,
    health: { ...label.health, readiness: { type: 'engine', component: componentName('sonarr') } },
  };

  it('is believed at once, since the engine has counted by itself', async () => {
    watch(checked);
    await healthy();
    answer = async () => ({ ok: false, detail: 'unhealthy' });
    hear('health', { health: 'unhealthy' });
    await pass(0);
    expect(told()).toEqual(['unhealthy: unhealthy']);
    answer = async () => well;
    hear('health', { health: 'healthy' });
    await pass(0);
    expect(told().at(-1)).toBe('healthy: answered 200');
  });

  it('says nothing of a service that is probed in another way', async () => {
    await healthy();
    hear('health', { health: 'unhealthy' });
    await pass(0);
    expect([probes, words]).toEqual([0, []]);
  });
});

describe('a probe that learnt nothing', () => {
  it('says nothing about the service, asks what is the matter, and is tried again soon', async () => {
    await healthy();
    answer = async () => undefined;
    await pass(60);
    expect(words).toEqual([]);
    expect(probes).toBeGreaterThan(10);
    expect(looks).toBe(probes);
    answer = async () => well;
    await pass(10);
    expect(words).toEqual([]);
  });

  it('does not break a row of failures', async () => {
    await healthy();
    const course: (ProbeResult | undefined)[] = [ill, undefined, ill, undefined, ill];
    answer = async () => course.shift();
    await pass(40);
    expect(told()).toEqual(['unhealthy: connection refused']);
  });
});

describe('an end', () => {
  it('is told at once with what happened, and as well again by the first probe after the start', async () => {
    await healthy();
    hear('die', { exitCode: 3 });
    expect(words).toMatchObject([
      {
        health: 'unhealthy',
        cause: 'showrunner-sonarr ended with exit code 3',
        source: 'event',
        happened: 'ended',
      },
    ]);
    see(container({ restarts: 1, startedAt: new Date().toISOString() }));
    await pass(0);
    expect(words[1]).toMatchObject({ health: 'healthy', source: 'probe', restarts: 1 });
    expect(words).toHaveLength(2);
  });

  it('is told once, though the look after it finds the same', async () => {
    await healthy();
    hear('die', { exitCode: 3 });
    see(container({ state: 'exited', exitCode: 3 }));
    await pass(0);
    expect(words).toHaveLength(1);
    await pass(100);
    expect(probes).toBe(0);
  });

  it('that somebody asked the engine for is a stop', async () => {
    await healthy();
    hear('kill', { signal: 15 });
    hear('die', { exitCode: 143 });
    hear('stop');
    see(container({ state: 'exited', exitCode: 143 }));
    expect(words).toMatchObject([
      { happened: 'stalled', cause: 'showrunner-sonarr was stopped (exit code 143)' },
    ]);
    expect(words).toHaveLength(1);
  });

  it('after a signal that asks for something else is an end like any other', async () => {
    await healthy();
    hear('kill', { signal: 1 });
    hear('die', { exitCode: 1 });
    expect(words).toMatchObject([{ happened: 'ended' }]);
  });

  it('after a stop and a start is an end again', async () => {
    await healthy();
    hear('kill', { signal: 15 });
    hear('start');
    hear('die', { exitCode: 1 });
    expect(words).toMatchObject([{ happened: 'ended' }]);
  });

  it('makes the answer of a probe void that was under way', async () => {
    await healthy();
    const slow = Promise.withResolvers<ProbeResult>();
    answer = () => slow.promise;
    await pass(30);
    hear('die', { exitCode: 1 });
    slow.resolve(well);
    await pass(100);
    expect([probes, words.length]).toEqual([1, 1]);
  });

  it('for want of memory is told as that, and may have been a child’s only', async () => {
    await healthy();
    hear('oom');
    expect(words).toMatchObject([
      { happened: 'out-of-memory', cause: 'showrunner-sonarr ran out of memory' },
    ]);
    see(container());
    await pass(0);
    expect(told().at(-1)).toBe('healthy: answered 200');
  });
});

describe('restarts by the engine', () => {
  it('of before the watch do not count', async () => {
    see(container({ restarts: 7 }));
    await pass(0);
    expect(words[0]).not.toHaveProperty('restarts');
  });

  it('are counted over several, and told with the next word', async () => {
    await healthy();
    hear('die', { exitCode: 1 });
    see(container({ restarts: 2 }));
    hear('die', { exitCode: 1 });
    expect(words.map(({ restarts }) => restarts)).toEqual([undefined, 2]);
  });

  it('of which no event told are found by their number', async () => {
    await healthy();
    see(container({ restarts: 2, startedAt: new Date().toISOString() }));
    await pass(0);
    expect(words).toMatchObject([
      {
        happened: 'ended',
        restarts: 2,
        cause: 'showrunner-sonarr ended, and the engine started it again',
      },
      { health: 'healthy' },
    ]);
  });

  it('count anew after a start by hand', async () => {
    see(container({ restarts: 5 }));
    await pass(0);
    words = [];
    see(container({ restarts: 1, startedAt: new Date().toISOString() }));
    expect(words).toMatchObject([{ restarts: 1 }]);
  });
});

describe('what differs', () => {
  it('is told once, with the worst as what happened, and rests the probes', async () => {
    await healthy();
    const found = see(container({ state: 'paused', networks: [] }));
    expect(found?.map(({ happened }) => happened)).toEqual(['stalled', 'drifted']);
    see(container({ state: 'paused', networks: [] }));
    await pass(20);
    expect(words).toHaveLength(1);
    expect(words[0]).toMatchObject({
      happened: 'stalled',
      cause: 'showrunner-sonarr is paused; showrunner-sonarr was disconnected from media',
    });
    expect(probes).toBe(0);
  });

  it('is told again when it is something else', async () => {
    await healthy();
    see(container({ networks: [] }));
    see();
    expect(words.map(({ happened }) => happened)).toEqual(['drifted', 'gone']);
  });

  it('is looked at again after the interval, in case its mending made no event', async () => {
    await healthy();
    see(container({ networks: [] }));
    await pass(29);
    expect(looks).toBe(0);
    await pass(2);
    expect(looks).toBe(1);
    see(container());
    await pass(0);
    expect(told().at(-1)).toBe('healthy: answered 200');
  });

  it('and is answered by probes that fail, once it is mended, is told of as that', async () => {
    await healthy();
    see(container({ networks: [] }));
    answer = async () => ill;
    see(container());
    await pass(10);
    expect(told()).toEqual([
      'unhealthy: showrunner-sonarr was disconnected from media',
      'unhealthy: connection refused',
    ]);
  });
});

it('an answer that a later one has overtaken counts for nothing', async () => {
  await healthy();
  listings = 5;
  see(container());
  expect(service.seen({ number: 3, at: longAgo, containers: [] })).toBeUndefined();
  expect(words).toEqual([]);
});

it('what was told is told again after it was forgotten', async () => {
  await healthy();
  service.forget();
  see(container());
  await pass(0);
  expect(told()).toEqual(['healthy: answered 200']);
  see(container({ networks: [] }));
  service.forget();
  see(container({ networks: [] }));
  expect(words.map(({ happened }) => happened)).toEqual([undefined, 'drifted', 'drifted']);
});
