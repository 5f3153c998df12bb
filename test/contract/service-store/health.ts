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
      expect(worse).toMatchObject(taken({ status: 'degraded', health: 'unhealthy' }));
      const better = await subject.store.report(report('healthy'));
      expect(better).toMatchObject(taken({ status: 'running', health: 'healthy' }));
      expect((await subject.log()).slice(before).map(({ data }) => data)).toMatchObject([
        { status: 'degraded', cause: 'three probes failed' },
        { status: 'running' },
      ]);
      expect(better).toEqual(taken((await subject.store.get(sonarr)) ?? {}));
    });

    test('that says nothing new logs nothing', async () => {
      await subject.install(sonarr);
      const [before, events] = [await subject.store.get(sonarr), (await subject.log()).length];
      expect(await subject.store.report(report('healthy'))).toEqual(taken(before ?? {}));
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
      expect(await subject.store.report(report('starting'))).toMatchObject(
        taken({ status: 'degraded', health: 'starting' }),
      );
    });

    test('changes nothing while an operation owns the row, nor for what is not there, and says so', async () => {
      expect(await subject.store.report(report('healthy'))).toEqual({ outcome: 'absent' });
      await subject.store.claimInstall(claim([draft(sonarr)]));
      expect(await subject.store.report(report('healthy'))).toEqual({ outcome: 'absent' });
      const run = runOf(sonarr);
      await subject.store.transition(change(sonarr, 'installing', run));
      expect(await subject.store.report(report('healthy'))).toMatchObject({ outcome: 'owned' });
      await subject.store.transition(change(sonarr, 'running', run));
      expect(await subject.store.report(report('unhealthy'))).toMatchObject({ outcome: 'owned' });
      expect(await subject.store.get(sonarr)).toMatchObject({ status: 'running', health: 'unknown' });
    });

    test('of what was seen before the last operation ended changes nothing, and says so', async () => {
      await subject.install(sonarr);
      const run = runOf(sonarr);
      await subject.store.transition(change(sonarr, 'recovering', run));
      await subject.store.transition(
        change(sonarr, 'running', run, { health: 'healthy', release: true, time: at(10) }),
      );
      expect(await subject.store.report({ ...report('unhealthy'), at: at(9) })).toMatchObject({
        outcome: 'outdated',
        service: { status: 'running', health: 'healthy' },
      });
      expect(await subject.store.report({ ...report('unhealthy'), at: at(11) })).toMatchObject(
        taken({ status: 'degraded', health: 'unhealthy' }),
      );
    });
  });
}

function taken(service: object) {
  return { outcome: 'taken', service };
}

function at(second: number): string {
  return new Date(Date.UTC(2026, 10, 23, 12, 0, second)).toISOString();
}

function report(health: Health): HealthReport {
  const event = { id: randomUUID(), correlationId: 'monitor', time: new Date().toISOString() };
  return { service: sonarr, health, cause: 'three probes failed', event };
}
