import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DeliveryRoute } from '#contracts/alerts.ts';
import { type AlertName, alertTable, type SinkName } from '#domain/alert.ts';
import { serviceId } from '#domain/ids.ts';
import type { AlertStore } from '#ports/alert-store.ts';
import type { EventLog } from '#ports/event-log.ts';

export interface AlertStoreUnderTest {
  readonly store: AlertStore;
  /** Where the store's events go. */
  readonly events: EventLog;
  /** The same rows through a new adapter. */
  reopen(): Promise<AlertStore>;
  close(): Promise<void>;
}

/** With which every store under test is made. */
export const retention = { retentionCount: 3, retentionAgeMs: 3_600_000 };

const sonarr = serviceId('sonarr');
const down: DeliveryRoute = { service: sonarr, name: 'ServiceDown', sink: 'webhook' };

/** What every alert store does. `open` makes an empty one. */
export function alertStoreContract(name: string, open: () => Promise<AlertStoreUnderTest>): void {
  describe(`alert store: ${name}`, () => {
    let subject: AlertStoreUnderTest;
    let store: AlertStore;
    beforeEach(async () => {
      subject = await open();
      store = subject.store;
    });
    afterEach(() => subject.close());

    test('raises an alert once and resolves it once, each with its event', async () => {
      await store.raise(raising('a'));
      await store.raise(raising('b'));
      await store.resolve(resolving('c'));
      await store.resolve(resolving('d'));
      const alert = {
        id: 'a',
        service: 'sonarr',
        name: 'ServiceDown',
        severity: 'critical',
        summary: 'sonarr is down',
        description: 'Three attempts failed.',
        raisedAt: minute(0),
        resolvedAt: minute(5),
      };
      expect((await (await subject.reopen()).list({ limit: 10 })).map((record) => record.alert)).toEqual([
        alert,
      ]);
      const notice = { alert: 'a', name: 'ServiceDown', severity: 'critical', summary: 'sonarr is down' };
      expect(await told()).toEqual([
        ['alert.raised', 'run/raise/a', 'sonarr', { ...notice, description: 'Three attempts failed.' }],
        ['alert.resolved', 'run/resolve/c', 'sonarr', { ...notice, raisedAt: minute(0) }],
      ]);
    });

    test('raises one alert when several raise it at once', async () => {
      await Promise.all(['a', 'b', 'c', 'd', 'e'].map((id) => store.raise(raising(id))));
      expect(await store.list({ limit: 10 })).toHaveLength(1);
      expect(await told()).toHaveLength(1);
    });

    test('keeps alerts of other names and services apart', async () => {
      await store.raise(raising('a'));
      await store.raise(raising('b', { name: 'ServiceFlapping' }));
      await store.raise(raising('c', { service: serviceId('radarr') }));
      await store.resolve(resolving('d'));
      const states = (await store.list({ limit: 10 })).map(({ alert }) => [alert.id, alert.resolvedAt]);
      expect(new Map(states as [string, string | undefined][])).toEqual(
        new Map([
          ['a', minute(5)],
          ['b', undefined],
          ['c', undefined],
        ]),
      );
    });

    test('a try of raising that comes late raises nothing again', async () => {
      await store.raise(raising('a'));
      await store.resolve(resolving('b'));
      await store.raise(raising('a'));
      expect(await store.list({ limit: 10, state: 'open' })).toEqual([]);
    });

    test('a try of resolving that comes late leaves the next alert open', async () => {
      await store.raise(raising('a'));
      await store.resolve(resolving('b'));
      await store.raise(raising('c', { at: 10 }));
      await store.resolve(resolving('b'));
      expect((await store.list({ limit: 10, state: 'open' })).map(({ alert }) => alert.id)).toEqual(['c']);
    });

    test('resolving what is not open is nothing', async () => {
      await store.resolve(resolving('a'));
      expect(await store.list({ limit: 10 })).toEqual([]);
      expect(await told()).toEqual([]);
    });

    test('lists the newest first, by state and service, as many as are asked for', async () => {
      await store.raise(raising('a', { at: 0 }));
      await store.raise(raising('b', { at: 1, service: serviceId('radarr') }));
      await store.raise(raising('c', { at: 2, name: 'ServiceFlapping' }));
      await store.resolve(resolving('d'));
      const ids = async (query: Parameters<AlertStore['list']>[0]) =>
        (await store.list(query)).map(({ alert }) => alert.id);
      expect(await ids({ limit: 10 })).toEqual(['c', 'b', 'a']);
      expect(await ids({ limit: 2 })).toEqual(['c', 'b']);
      expect(await ids({ limit: 10, state: 'open' })).toEqual(['c', 'b']);
      expect(await ids({ limit: 10, state: 'resolved' })).toEqual(['a']);
      expect(await ids({ limit: 10, service: sonarr, state: 'open' })).toEqual(['c']);
    });

    describe('deliveries', () => {
      test('are due for each sink, the oldest first, and the resolution after the alert', async () => {
        await store.raise(raising('a'));
        await store.resolve(resolving('b'));
        await store.raise(raising('c', { at: 10 }));
        const order: string[] = [];
        for (let next = await store.nextDelivery(down); next?.state === 'due'; ) {
          order.push(`${next.alert.id} ${next.message} ${next.at}`);
          await settle(next.alert.id, next.message);
          next = await store.nextDelivery(down);
        }
        expect(order).toEqual([`a raised ${minute(0)}`, `a resolved ${minute(5)}`, `c raised ${minute(10)}`]);
        expect(await store.nextDelivery({ ...down, sink: 'alertmanager' })).toMatchObject({
          alert: { id: 'a' },
          message: 'raised',
          state: 'due',
        });
      });

      test('what was told of an open alert is named again, until it is resolved and that is told', async () => {
        await store.raise(raising('a'));
        await settle('a', 'raised');
        expect(await store.nextDelivery(down)).toMatchObject({ message: 'raised', state: 'delivered' });
        await store.resolve(resolving('b'));
        expect(await store.nextDelivery(down)).toMatchObject({ message: 'resolved', state: 'due' });
        await settle('a', 'resolved');
        expect(await store.nextDelivery(down)).toBeUndefined();
      });

      test('one that failed is not named again', async () => {
        await store.raise(raising('a'));
        await settle('a', 'raised', 'failed');
        expect(await store.nextDelivery(down)).toBeUndefined();
      });

      test('are recorded with what became of them', async () => {
        await store.raise(raising('a'));
        await settle('a', 'raised', 'failed');
        const [record] = await store.list({ limit: 1 });
        expect(record?.deliveries).toEqual([
          { sink: 'alertmanager', message: 'raised', state: 'due', detail: '', at: minute(0) },
          { sink: 'webhook', message: 'raised', state: 'failed', detail: 'as the test says', at: minute(7) },
        ]);
      });

      test('settling an alert that is not kept is success', async () => {
        await settle('nobody', 'raised');
      });

      test('routes are those on which something is due, and repeating ones of open alerts', async () => {
        await store.raise(raising('a'));
        await store.raise(raising('b', { service: serviceId('radarr'), sinks: [] }));
        const alertmanager = { ...down, sink: 'alertmanager' };
        expect(await store.routes()).toEqual([alertmanager, down]);
        expect(await store.routes({ service: serviceId('radarr') })).toEqual([]);
        expect(await store.routes({ service: sonarr, name: 'ServiceFlapping' })).toEqual([]);
        await settle('a', 'raised');
        await settle('a', 'raised', 'delivered', 'alertmanager');
        expect(await store.routes()).toEqual([]);
        expect(await store.routes({ repeating: ['alertmanager'] })).toEqual([alertmanager]);
      });

      test('an open alert is made due for a sink that did not know of it, and for no other', async () => {
        await store.raise(raising('a', { sinks: [] }));
        await store.raise(raising('b', { sinks: [], name: 'ServiceFlapping' }));
        await store.resolve(resolving('c', 'ServiceFlapping'));
        await store.enlist(['webhook'], { at: minute(6), revision: 3 });
        await store.enlist(['webhook'], { at: minute(7), revision: 4 });
        expect(await store.routes()).toEqual([down]);
        expect((await store.nextDelivery(down))?.at).toBe(minute(6));
        await settle('a', 'raised');
        await store.enlist(['webhook'], { at: minute(8), revision: 4 });
        expect(await store.routes()).toEqual([]);
        await store.enlist(['alertmanager'], { at: minute(9), revision: 4 });
        expect(await store.routes()).toHaveLength(1);
      });
    });

    test.each(['failed', 'skipped'] as const)(
      'an open alert that %s is made due again once the settings have changed',
      async (state) => {
        await store.raise(raising('a', { sinks: ['webhook'] }));
        await settle('a', 'raised', state);
        await store.enlist(['webhook'], { at: minute(8), revision: 3 });
        expect(await store.routes()).toEqual([]);
        await store.enlist([], { at: minute(8), revision: 4 });
        expect(await store.routes()).toEqual([]);
        await store.enlist(['webhook'], { at: minute(9), revision: 4 });
        expect(await store.nextDelivery(down)).toMatchObject({ state: 'due', at: minute(9) });
      },
    );

    test('remembers the sink that switched itself off, and when it did so last', async () => {
      expect(await store.switchedOff('webhook')).toBeUndefined();
      await store.switchOff('webhook', { revision: 3, reason: 'gone', at: minute(0) });
      await store.switchOff('webhook', { revision: 4, reason: 'gone again', at: minute(1) });
      expect(await (await subject.reopen()).switchedOff('webhook')).toEqual({
        revision: 4,
        reason: 'gone again',
        at: minute(1),
      });
      expect(await store.switchedOff('alertmanager')).toBeUndefined();
    });

    test('removes resolved alerts beyond its retention, with their deliveries, and never an open one', async () => {
      await store.raise(raising('open', { name: 'ServiceFlapping', at: -600 }));
      for (const [index, id] of ['oldest', 'older', 'old', 'new', 'newest'].entries()) {
        const at = index === 0 ? -300 : index;
        await store.raise(raising(id, { at }));
        await store.resolve({ ...resolving(id), event: occasion(`resolve/${id}`, at) });
      }
      expect(await store.prune()).toBe(2);
      expect((await store.list({ limit: 10 })).map(({ alert }) => alert.id)).toEqual([
        'newest',
        'new',
        'old',
        'open',
      ]);
      expect((await store.nextDelivery(down))?.alert.id).toBe('old');
      expect(await store.prune()).toBe(0);
    });

    async function told() {
      const events = await subject.events.read({ after: 0, limit: 100 });
      return events.map(({ type, id, service, data }) => [type, id, service, data]);
    }

    async function settle(
      alert: string,
      message: 'raised' | 'resolved',
      state: 'delivered' | 'failed' | 'skipped' = 'delivered',
      sink: SinkName = 'webhook',
    ): Promise<void> {
      await store.settle({
        alert,
        sink,
        message,
        state,
        detail: 'as the test says',
        at: minute(7),
        revision: 3,
      });
    }
  });
}

interface Raised {
  readonly service?: typeof sonarr;
  readonly name?: AlertName;
  readonly sinks?: readonly SinkName[];
  /** In minutes. */
  readonly at?: number;
}

function raising(id: string, { service = sonarr, name = 'ServiceDown', sinks, at = 0 }: Raised = {}) {
  return {
    id,
    service,
    name,
    severity: alertTable[name].severity,
    summary: `${service} is down`,
    description: 'Three attempts failed.',
    sinks: sinks ?? (['webhook', 'alertmanager'] as const),
    event: occasion(`raise/${id}`, at),
  };
}

function resolving(id: string, name: AlertName = 'ServiceDown') {
  return { service: sonarr, name, event: occasion(`resolve/${id}`, 5) };
}

function occasion(id: string, minutes: number) {
  return { id: `run/${id}`, time: minute(minutes), correlationId: 'monitor/sonarr' };
}

const start = Date.now() - 1_800_000;

function minute(minutes: number): string {
  return new Date(start + minutes * 60_000).toISOString();
}
