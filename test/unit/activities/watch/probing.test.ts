import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DesiredLabel } from '#contracts/desired-label.ts';
import type { ProbeResult } from '#domain/health.ts';
import { componentName } from '#domain/ids.ts';
import { container, label, type Watched, watched } from '../support/watched.ts';
import { ill, well } from '../support/watching.ts';

let sonarr: Watched;

beforeEach(() => {
  sonarr = watched();
});

afterEach(() => sonarr.end());

describe('a service that is well', () => {
  it('is probed once it is seen, then at its interval, and told of once', async () => {
    sonarr.see(container());
    await sonarr.pass(0);
    expect([sonarr.counts.probes, sonarr.told()]).toEqual([1, ['healthy: answered 200']]);
    await sonarr.pass(29.9);
    expect(sonarr.counts.probes).toBe(1);
    await sonarr.pass(0.2);
    expect(sonarr.counts.probes).toBe(2);
    await sonarr.pass(300);
    expect([sonarr.counts.probes, sonarr.words.length, sonarr.counts.looks]).toEqual([12, 1, 0]);
  });

  it('is not probed before it is seen, and not while it rests', async () => {
    await sonarr.pass(100);
    expect(sonarr.counts.probes).toBe(0);
    await sonarr.healthy();
    sonarr.service.rest();
    await sonarr.pass(100);
    expect([sonarr.counts.probes, sonarr.words]).toEqual([0, []]);
  });

  it('is probed no more often however often it is seen', async () => {
    await sonarr.healthy();
    for (let round = 0; round < 20; round += 1) {
      sonarr.see(container());
      await sonarr.pass(1);
    }
    expect([sonarr.counts.probes, sonarr.words]).toEqual([0, []]);
  });

  it('is probed by one probe at a time, however slow', async () => {
    const slow = Promise.withResolvers<ProbeResult>();
    sonarr.probing.answer = () => slow.promise;
    sonarr.see(container());
    await sonarr.pass(200);
    expect(sonarr.counts.probes).toBe(1);
    slow.resolve(well);
    await sonarr.pass(0);
    expect(sonarr.told()).toEqual(['healthy: answered 200']);
  });

  it('is probed somewhat beside its interval, so that many services spread out', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    await sonarr.healthy();
    await sonarr.pass(26.9);
    expect(sonarr.counts.probes).toBe(0);
    await sonarr.pass(0.2);
    expect(sonarr.counts.probes).toBe(1);
  });
});

describe('a service whose probes fail', () => {
  beforeEach(async () => {
    await sonarr.healthy();
    sonarr.probing.answer = async () => ill;
  });

  it('is probed every two seconds, and told of after as many failures as its definition says', async () => {
    await sonarr.pass(30);
    expect([sonarr.counts.probes, sonarr.told()]).toEqual([1, []]);
    await sonarr.pass(2);
    expect([sonarr.counts.probes, sonarr.told()]).toEqual([2, []]);
    await sonarr.pass(2);
    expect([sonarr.counts.probes, sonarr.told()]).toEqual([3, ['unhealthy: connection refused']]);
    await sonarr.pass(20);
    expect(sonarr.words).toHaveLength(1);
    expect(sonarr.words[0]).toMatchObject({ source: 'probe' });
    expect(sonarr.words[0]).not.toHaveProperty('happened');
  });

  it('has its containers looked at once, in case an event was lost; that they are well does not hurry the probes', async () => {
    await sonarr.pass(30);
    expect(sonarr.counts.looks).toBe(1);
    sonarr.see(container());
    await sonarr.pass(1.9);
    expect([sonarr.counts.probes, sonarr.counts.looks]).toEqual([1, 1]);
    await sonarr.pass(0.2);
    expect([sonarr.counts.probes, sonarr.counts.looks]).toEqual([2, 1]);
  });

  it('is told of as well by the first good answer', async () => {
    await sonarr.pass(40);
    sonarr.probing.answer = async () => well;
    await sonarr.pass(2);
    expect(sonarr.told()).toEqual(['unhealthy: connection refused', 'healthy: answered 200']);
  });

  it('and is well again before the last retry is no news', async () => {
    await sonarr.pass(32);
    sonarr.probing.answer = async () => well;
    await sonarr.pass(100);
    expect(sonarr.words).toEqual([]);
  });

  it('by a command is probed at its interval once that is known, because a command that hangs stays behind', async () => {
    sonarr.end();
    const readiness = { type: 'exec', component: componentName('sonarr'), command: ['true'] } as const;
    sonarr = watched({ ...label, health: { ...label.health, readiness } });
    sonarr.probing.answer = async () => ill;
    sonarr.see(container());
    await sonarr.pass(5);
    expect([sonarr.counts.probes, sonarr.told()]).toEqual([3, ['unhealthy: connection refused']]);
    await sonarr.pass(60);
    expect(sonarr.counts.probes).toBe(5);
  });
});

describe('a service that has just started', () => {
  beforeEach(() => {
    sonarr.probing.answer = async () => ill;
  });

  it('is not told of as unhealthy before its start period is over', async () => {
    sonarr.see(container({ startedAt: new Date().toISOString() }));
    await sonarr.pass(59);
    expect(sonarr.words).toEqual([]);
    await sonarr.pass(7);
    expect(sonarr.told()).toEqual(['unhealthy: connection refused']);
  });

  it('and was well once has started', async () => {
    sonarr.probing.answer = async () => well;
    sonarr.see(container({ startedAt: new Date().toISOString() }));
    await sonarr.pass(0);
    sonarr.probing.answer = async () => ill;
    await sonarr.pass(36);
    expect(sonarr.told()).toEqual(['healthy: answered 200', 'unhealthy: connection refused']);
  });

  it('for another time has another start period', async () => {
    sonarr.probing.answer = async () => well;
    sonarr.see(container());
    await sonarr.pass(0);
    sonarr.probing.answer = async () => ill;
    sonarr.see(container({ startedAt: new Date().toISOString() }));
    await sonarr.pass(59);
    expect(sonarr.told()).toEqual(['healthy: answered 200']);
  });
});

describe('the image’s own health check', () => {
  const checked: DesiredLabel = {
    ...label,
    health: { ...label.health, readiness: { type: 'engine', component: componentName('sonarr') } },
  };

  it('is believed at once, since the engine has counted by itself', async () => {
    sonarr.end();
    sonarr = watched(checked);
    await sonarr.healthy();
    sonarr.probing.answer = async () => ({ ok: false, detail: 'unhealthy' });
    sonarr.hear('health', { health: 'unhealthy' });
    await sonarr.pass(0);
    expect(sonarr.told()).toEqual(['unhealthy: unhealthy']);
    sonarr.probing.answer = async () => well;
    sonarr.hear('health', { health: 'healthy' });
    await sonarr.pass(0);
    expect(sonarr.told().at(-1)).toBe('healthy: answered 200');
  });

  it('says nothing of a service that is probed in another way', async () => {
    await sonarr.healthy();
    sonarr.hear('health', { health: 'unhealthy' });
    await sonarr.pass(0);
    expect([sonarr.counts.probes, sonarr.words]).toEqual([0, []]);
  });
});

describe('a probe that learnt nothing', () => {
  it('says nothing about the service, asks what is the matter, and is tried again soon', async () => {
    await sonarr.healthy();
    sonarr.probing.answer = async () => undefined;
    await sonarr.pass(60);
    expect(sonarr.words).toEqual([]);
    expect(sonarr.counts.probes).toBeGreaterThan(10);
    expect(sonarr.counts.looks).toBe(sonarr.counts.probes);
    sonarr.probing.answer = async () => well;
    await sonarr.pass(10);
    expect(sonarr.words).toEqual([]);
  });

  it('does not break a row of failures', async () => {
    await sonarr.healthy();
    const course: (ProbeResult | undefined)[] = [ill, undefined, ill, undefined, ill];
    sonarr.probing.answer = async () => course.shift();
    await sonarr.pass(40);
    expect(sonarr.told()).toEqual(['unhealthy: connection refused']);
  });
});
