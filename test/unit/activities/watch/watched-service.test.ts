import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProbeResult } from '#domain/health.ts';
import { container, longAgo, type Watched, watched } from '../support/watched.ts';
import { ill, well } from '../support/watching.ts';

let sonarr: Watched;

beforeEach(() => {
  sonarr = watched();
});

afterEach(() => sonarr.end());

describe('an end', () => {
  it('is told at once with what happened, and as well again by the first probe after the start', async () => {
    await sonarr.healthy();
    sonarr.hear('die', { exitCode: 3 });
    expect(sonarr.words).toMatchObject([
      {
        health: 'unhealthy',
        cause: 'showrunner-sonarr ended with exit code 3',
        source: 'event',
        happened: 'ended',
      },
    ]);
    sonarr.see(container({ restarts: 1, startedAt: new Date().toISOString() }));
    await sonarr.pass(0);
    expect(sonarr.words[1]).toMatchObject({ health: 'healthy', source: 'probe', restarts: 1 });
    expect(sonarr.words).toHaveLength(2);
  });

  it('is told once, though the look after it finds the same', async () => {
    await sonarr.healthy();
    sonarr.hear('die', { exitCode: 3 });
    sonarr.see(container({ state: 'exited', exitCode: 3 }));
    await sonarr.pass(0);
    expect(sonarr.words).toHaveLength(1);
    await sonarr.pass(100);
    expect(sonarr.counts.probes).toBe(0);
  });

  it('that somebody asked the engine for is a stop', async () => {
    await sonarr.healthy();
    sonarr.hear('kill', { signal: 15 });
    sonarr.hear('die', { exitCode: 143 });
    sonarr.hear('stop');
    sonarr.see(container({ state: 'exited', exitCode: 143 }));
    expect(sonarr.words).toMatchObject([
      { happened: 'stalled', cause: 'showrunner-sonarr was stopped (exit code 143)' },
    ]);
    expect(sonarr.words).toHaveLength(1);
  });

  it('after a signal that asks for something else is an end like any other', async () => {
    await sonarr.healthy();
    sonarr.hear('kill', { signal: 1 });
    sonarr.hear('die', { exitCode: 1 });
    expect(sonarr.words).toMatchObject([{ happened: 'ended' }]);
  });

  it('after a stop and a start is an end again', async () => {
    await sonarr.healthy();
    sonarr.hear('kill', { signal: 15 });
    sonarr.hear('start');
    sonarr.hear('die', { exitCode: 1 });
    expect(sonarr.words).toMatchObject([{ happened: 'ended' }]);
  });

  it('makes the answer of a probe void that was under way', async () => {
    await sonarr.healthy();
    const slow = Promise.withResolvers<ProbeResult>();
    sonarr.probing.answer = () => slow.promise;
    await sonarr.pass(30);
    sonarr.hear('die', { exitCode: 1 });
    slow.resolve(well);
    await sonarr.pass(100);
    expect([sonarr.counts.probes, sonarr.words.length]).toEqual([1, 1]);
  });

  it('for want of memory is told as that, and may have been a child’s only', async () => {
    await sonarr.healthy();
    sonarr.hear('oom');
    expect(sonarr.words).toMatchObject([
      { happened: 'out-of-memory', cause: 'showrunner-sonarr ran out of memory' },
    ]);
    sonarr.see(container());
    await sonarr.pass(0);
    expect(sonarr.told().at(-1)).toBe('healthy: answered 200');
  });
});

describe('restarts by the engine', () => {
  it('of before the watch do not count', async () => {
    sonarr.see(container({ restarts: 7 }));
    await sonarr.pass(0);
    expect(sonarr.words[0]).not.toHaveProperty('restarts');
  });

  it('are counted over several, and told with the next word', async () => {
    await sonarr.healthy();
    sonarr.hear('die', { exitCode: 1 });
    sonarr.see(container({ restarts: 2 }));
    sonarr.hear('die', { exitCode: 1 });
    expect(sonarr.words.map(({ restarts }) => restarts)).toEqual([undefined, 2]);
  });

  it('of which no event told are found by their number', async () => {
    await sonarr.healthy();
    sonarr.see(container({ restarts: 2, startedAt: new Date().toISOString() }));
    await sonarr.pass(0);
    expect(sonarr.words).toMatchObject([
      {
        happened: 'ended',
        restarts: 2,
        cause: 'showrunner-sonarr ended, and the engine started it again',
      },
      { health: 'healthy' },
    ]);
  });

  it('of an end that was heard of are not told as another end', async () => {
    await sonarr.healthy();
    sonarr.hear('die', { exitCode: 1 });
    sonarr.see(container({ state: 'restarting', exitCode: 1 }));
    sonarr.see(container({ restarts: 1, startedAt: new Date().toISOString() }));
    await sonarr.pass(0);
    expect(sonarr.words.map(({ source, restarts }) => [source, restarts])).toEqual([
      ['event', undefined],
      ['probe', 1],
    ]);
  });

  it('count anew after a start by hand', async () => {
    sonarr.see(container({ restarts: 5 }));
    await sonarr.pass(0);
    sonarr.forget();
    sonarr.see(container({ restarts: 1, startedAt: new Date().toISOString() }));
    expect(sonarr.words).toMatchObject([{ restarts: 1 }]);
  });
});

describe('what differs', () => {
  it('is told once, with the worst as what happened, and rests the probes', async () => {
    await sonarr.healthy();
    const found = sonarr.see(container({ state: 'paused', networks: [] }));
    expect(found?.map(({ happened }) => happened)).toEqual(['stalled', 'drifted']);
    sonarr.see(container({ state: 'paused', networks: [] }));
    await sonarr.pass(20);
    expect(sonarr.words).toHaveLength(1);
    expect(sonarr.words[0]).toMatchObject({
      happened: 'stalled',
      cause: 'showrunner-sonarr is paused; showrunner-sonarr was disconnected from media',
    });
    expect(sonarr.counts.probes).toBe(0);
  });

  it('is told again when it is something else', async () => {
    await sonarr.healthy();
    sonarr.see(container({ networks: [] }));
    sonarr.see();
    expect(sonarr.words.map(({ happened }) => happened)).toEqual(['drifted', 'gone']);
  });

  it('is looked at again after the interval, in case its mending made no event', async () => {
    await sonarr.healthy();
    sonarr.see(container({ networks: [] }));
    await sonarr.pass(29);
    expect(sonarr.counts.looks).toBe(0);
    await sonarr.pass(2);
    expect(sonarr.counts.looks).toBe(1);
    sonarr.see(container());
    await sonarr.pass(0);
    expect(sonarr.told().at(-1)).toBe('healthy: answered 200');
  });

  it('and is answered by probes that fail, once it is mended, is told of as that', async () => {
    await sonarr.healthy();
    sonarr.see(container({ networks: [] }));
    sonarr.probing.answer = async () => ill;
    sonarr.see(container());
    await sonarr.pass(10);
    expect(sonarr.told()).toEqual([
      'unhealthy: showrunner-sonarr was disconnected from media',
      'unhealthy: connection refused',
    ]);
  });
});

describe('a container that was made and not started', () => {
  it('is not told of while it is being made', async () => {
    await sonarr.healthy();
    sonarr.see();
    sonarr.see(container({ id: 'c2', state: 'created', startedAt: '' }));
    await sonarr.pass(1);
    sonarr.see(container({ id: 'c2', startedAt: new Date().toISOString() }));
    await sonarr.pass(0);
    expect(sonarr.told()).toEqual(['unhealthy: showrunner-sonarr is gone', 'healthy: answered 200']);
  });

  it('is told of when it stays so', async () => {
    sonarr.see(container({ state: 'created', startedAt: '' }));
    expect(sonarr.words).toEqual([]);
    await sonarr.pass(2);
    expect(sonarr.counts.looks).toBe(1);
    sonarr.see(container({ state: 'created', startedAt: '' }));
    expect(sonarr.words).toMatchObject([
      { happened: 'stalled', cause: 'showrunner-sonarr was never started' },
    ]);
  });
});

it('a look that failed is asked for again, unless the probes go on anyway', async () => {
  await sonarr.healthy();
  sonarr.service.unseen();
  await sonarr.pass(10);
  expect(sonarr.counts.looks).toBe(0);
  sonarr.hear('die', { exitCode: 1 });
  sonarr.service.unseen();
  await sonarr.pass(2);
  expect(sonarr.counts.looks).toBe(1);
});

it('an answer that a later one has overtaken counts for nothing', async () => {
  await sonarr.healthy();
  sonarr.counts.listings = 5;
  sonarr.see(container());
  expect(sonarr.service.seen({ number: 3, at: longAgo, containers: [] })).toBeUndefined();
  expect(sonarr.words).toEqual([]);
});

it('what was told is told again after it was forgotten', async () => {
  await sonarr.healthy();
  sonarr.service.forget();
  sonarr.see(container());
  await sonarr.pass(0);
  expect(sonarr.told()).toEqual(['healthy: answered 200']);
  sonarr.see(container({ networks: [] }));
  sonarr.service.forget();
  sonarr.see(container({ networks: [] }));
  expect(sonarr.words.map(({ happened }) => happened)).toEqual([undefined, 'drifted', 'drifted']);
});
