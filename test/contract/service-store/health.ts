import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Health } from '#domain/health.ts';
import type { HealthReport } from '#ports/service-store.ts';
import { change, claim, draft, runOf, sonarr } from './fixtures.ts';
import type { Subject } from './suite.ts';

export function healthCases(subject: Subject): void {
  describe('a health report', () => {
    test('makes a running service degraded and a degraded one running, with an event each', async () => {
      await subject.install(sonarr);
      const before = (await subject.log()).length;
      const worse = await subject.store.report(report('unhealthy'));
      expect(worse).toMatchObject({ status: 'degraded', health: 'unhealthy' });
      const better = await subject.store.report(report('healthy'));
      expect(better).toMatchObject({ status: 'running', health: 'healthy' });
      expect((await subject.log()).slice(before).map(({ data }) => data)).toMatchObject([
        { status: 'degraded', cause: 'three probes failed' },
        { status: 'running' },
      ]);
      expect(await subject.store.get(sonarr)).toEqual(better);
    });

    test('that says nothing new logs nothing', async () => {
      await subject.install(sonarr);
      const [before, events] = [await subject.store.get(sonarr), (await subject.log()).length];
      expect(await subject.store.report(report('healthy'))).toEqual(before);
      expect(await subject.log()).toHaveLength(events);
    });

    test('repeated under its event id is success without a second event', async () => {
      await subject.install(sonarr);
      const worse = report('unhealthy');
      const degraded = await subject.store.report(worse);
      expect(await subject.store.report(worse)).toEqual(degraded);
    });

    test('changes health alone where a probe is undecided', async () => {
      await subject.install(sonarr);
      await subject.store.report(report('unhealthy'));
      expect(await subject.store.report(report('starting'))).toMatchObject({
        status: 'degraded',
        health: 'starting',
      });
    });

    test('is ignored while an operation owns the row, and for what is not there', async () => {
      expect(await subject.store.report(report('healthy'))).toBeUndefined();
      await subject.store.claimInstall(claim([draft(sonarr)]));
      expect(await subject.store.report(report('healthy'))).toBeUndefined();
      const run = runOf(sonarr);
      await subject.store.transition(change(sonarr, 'installing', run));
      expect(await subject.store.report(report('healthy'))).toBeUndefined();
      await subject.store.transition(change(sonarr, 'running', run));
      expect(await subject.store.report(report('unhealthy'))).toBeUndefined();
      expect(await subject.store.get(sonarr)).toMatchObject({ status: 'running', health: 'unknown' });
    });
  });
}

function report(health: Health): HealthReport {
  const event = { id: randomUUID(), correlationId: 'monitor', time: new Date().toISOString() };
  return { service: sonarr, health, cause: 'three probes failed', event };
}
