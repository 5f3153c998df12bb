import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NewEvent } from '#contracts/events.ts';
import { serviceId } from '#domain/ids.ts';
import { newRecovery, type Recovery } from '#domain/recovery/recovery.ts';
import type { EventLog } from '#ports/event-log.ts';
import type { RecoveryStore } from '#ports/recovery-store.ts';

export interface RecoveryStoreUnderTest {
  readonly store: RecoveryStore;
  readonly events: EventLog;
  /** The same rows through a new adapter. */
  reopen(): Promise<RecoveryStore>;
  close(): Promise<void>;
}

const [sonarr, radarr, qbittorrent] = [serviceId('sonarr'), serviceId('radarr'), serviceId('qbittorrent')];
/** Services that are there. */
export const known = [sonarr, radarr, qbittorrent];

/** With every field there is. */
const whole: Recovery = {
  failures: 4,
  openedAt: '2026-11-23T10:00:00.000Z',
  nextTryAt: '2026-11-23T10:05:00.000Z',
  wellSince: '2026-11-23T10:04:00.000Z',
  trouble: {
    since: '2026-11-23T09:57:00.000Z',
    seenAt: '2026-11-23T09:58:00.000Z',
    cause: 'its container is gone',
    happened: 'gone',
    doubtful: true,
  },
  restarts: ['2026-11-23T09:50:00.000Z', '2026-11-23T09:51:00.000Z'],
  held: { by: 'dependency', on: qbittorrent, since: '2026-11-23T09:59:00.000Z' },
  alerts: { ServiceDown: 'raised', ServiceFlapping: 'resolved' },
};

/** What every recovery store does. `open` makes an empty one that knows the services. */
export function recoveryStoreContract(name: string, open: () => Promise<RecoveryStoreUnderTest>): void {
  describe(`recovery store: ${name}`, () => {
    let subject: RecoveryStoreUnderTest;
    beforeEach(async () => {
      subject = await open();
    });
    afterEach(() => subject.close());

    test('remembers nothing of a service at first', async () => {
      expect(await subject.store.get(sonarr)).toEqual({ recovery: newRecovery, revision: 0 });
    });

    test('keeps every field, and the breaker is still open for whoever comes next', async () => {
      await subject.store.save(sonarr, { recovery: whole, applied: 'run/report/7', revision: 0 }, []);
      const again = await subject.reopen();
      expect(await again.get(sonarr)).toEqual({ recovery: whole, applied: 'run/report/7', revision: 1 });
      await again.save(sonarr, { recovery: newRecovery, revision: 1 }, []);
      expect(await subject.store.get(sonarr)).toEqual({ recovery: newRecovery, revision: 2 });
    });

    test('keeps the events with it, each once', async () => {
      await subject.store.save(sonarr, { recovery: whole, revision: 0 }, [event('one')]);
      await subject.store.save(sonarr, { recovery: whole, revision: 1 }, [event('one'), event('two')]);
      expect((await subject.events.read({ after: 0, limit: 10 })).map(({ id }) => id)).toEqual([
        'one',
        'two',
      ]);
    });

    test('takes nothing from a try that was given up and comes too late', async () => {
      await subject.store.save(sonarr, { recovery: whole, revision: 0 }, []);
      await subject.store.save(sonarr, { recovery: newRecovery, revision: 0 }, [event('late')]);
      expect((await subject.store.get(sonarr)).recovery).toEqual(whole);
      expect(await subject.events.read({ after: 0, limit: 10 })).toEqual([]);
    });

    test('finds those that wait for a service, until they wait no more', async () => {
      for (const id of [sonarr, radarr]) await subject.store.save(id, { recovery: whole, revision: 0 }, []);
      expect(await subject.store.waitingFor(qbittorrent)).toEqual([radarr, sonarr]);
      const { held: _, ...free } = whole;
      await subject.store.save(radarr, { recovery: free, revision: 1 }, []);
      expect(await subject.store.waitingFor(qbittorrent)).toEqual([sonarr]);
      expect(await subject.store.waitingFor(sonarr)).toEqual([]);
    });

    test('knows in which maintenance window a service is, of several the one that ends last', async () => {
      const own = { id: 'own', service: sonarr, ...from('10:00', '11:00'), reason: 'a new disk' };
      const all = { id: 'all', ...from('10:30', '12:00'), reason: 'a new kernel' };
      await subject.store.putWindow(own);
      await subject.store.putWindow(all);
      const at = async (time: string) => (await subject.store.windowOf(sonarr, moment(time)))?.id;
      expect(await at('09:59')).toBeUndefined();
      expect(await at('10:00')).toBe('own');
      expect(await at('10:45')).toBe('all');
      expect(await at('12:00')).toBeUndefined();
      expect(await subject.store.windowOf(radarr, moment('10:15'))).toBeUndefined();
      expect(await subject.store.windowOf(radarr, moment('10:45'))).toEqual(all);
    });

    test('lists the windows that have not ended; one can be changed and removed', async () => {
      const window = { id: 'own', service: sonarr, ...from('10:00', '11:00'), reason: 'a new disk' };
      const sooner = { id: 'all', ...from('08:00', '12:00'), reason: 'a new kernel' };
      await subject.store.putWindow(window);
      await subject.store.putWindow(sooner);
      expect(await subject.store.windows(moment('09:00'))).toEqual([sooner, window]);
      expect(await subject.store.windows(moment('11:00'))).toEqual([sooner]);
      const { service: _, ...longer } = { ...window, endsAt: moment('13:00') };
      await subject.store.putWindow(longer);
      expect(await subject.store.windows(moment('12:30'))).toEqual([longer]);
      await subject.store.removeWindow('own');
      await subject.store.removeWindow('unknown');
      expect(await subject.store.windows(moment('09:00'))).toEqual([sooner]);
    });
  });
}

function from(start: string, end: string) {
  return { startsAt: moment(start), endsAt: moment(end) };
}

function moment(time: string): string {
  return `2026-11-23T${time}:00.000Z`;
}

function event(id: string): NewEvent {
  return {
    id,
    type: 'service.recovery',
    time: moment('10:00'),
    correlationId: 'recovery-sonarr',
    service: sonarr,
    data: { phase: 'attempt', cause: 'its container is gone', attempt: 1 },
  };
}
