import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LoggedEvent, NewEvent } from '#contracts/events.ts';
import { hostId, serviceId, type TaskId } from '#domain/ids.ts';
import type { EventLog } from '#ports/event-log.ts';

/** A deadline, generous enough for a machine that has more to do. */
export const patience = { timeout: 15_000, interval: 20 };

export interface EventLogUnderTest {
  readonly log: EventLog & { prune(): Promise<number> };
  /** The same log through a new adapter. */
  reopen(): Promise<EventLog>;
  close(): Promise<void>;
}

export interface RetentionUnderTest {
  readonly retentionCount?: number;
  readonly retentionAgeMs?: number;
}

/** What every event log does. `open` makes an empty one. */
export function eventLogContract(
  name: string,
  open: (retention?: RetentionUnderTest) => Promise<EventLogUnderTest>,
): void {
  describe(`event log: ${name}`, () => {
    let subject: EventLogUnderTest;
    beforeEach(async () => {
      subject = await open();
    });
    afterEach(() => subject.close());

    test('a new log is empty and its head is 0', async () => {
      expect(await subject.log.head()).toBe(0);
      expect(await subject.log.read({ after: 0, limit: 10 })).toEqual([]);
    });

    test('events come back as they were, oldest first, with growing positions', async () => {
      const events = [event('a'), event('b', { task: task('one') }), event('c', { service: sonarr })];
      await subject.log.append(events);
      const logged = await subject.log.read({ after: 0, limit: 10 });
      expect(logged.map(withoutPosition)).toEqual(events);
      expect(positions(logged)).toEqual(positions(logged).toSorted((one, other) => one - other));
      expect(await subject.log.head()).toBe(logged.at(-1)?.position);
    });

    test('an event whose id is there is skipped, in a later call and within one', async () => {
      await subject.log.append([event('a')]);
      await subject.log.append([event('a'), event('b'), event('b')]);
      expect(ids(await subject.log.read({ after: 0, limit: 10 }))).toEqual(['a', 'b']);
    });

    test('appending nothing is success', async () => {
      await subject.log.append([]);
      expect(await subject.log.head()).toBe(0);
    });

    test('reading goes on after a position, a page at a time', async () => {
      await subject.log.append(['a', 'b', 'c', 'd', 'e'].map((id) => event(id)));
      const first = await subject.log.read({ after: 0, limit: 2 });
      const second = await subject.log.read({ after: first.at(-1)?.position ?? 0, limit: 2 });
      expect([ids(first), ids(second)]).toEqual([
        ['a', 'b'],
        ['c', 'd'],
      ]);
    });

    test('a task’s and a service’s events can be read alone', async () => {
      await subject.log.append([
        event('a', { task: task('one'), service: sonarr }),
        event('b', { task: task('two'), service: sonarr }),
        event('c', { task: task('one') }),
        event('d'),
      ]);
      expect(ids(await subject.log.read({ after: 0, limit: 10, task: task('one') }))).toEqual(['a', 'c']);
      expect(ids(await subject.log.read({ after: 0, limit: 10, service: sonarr }))).toEqual(['a', 'b']);
      expect(
        ids(await subject.log.read({ after: 0, limit: 10, task: task('two'), service: sonarr })),
      ).toEqual(['b']);
    });

    test('the newest events of a service are read, oldest first', async () => {
      await subject.log.append([
        event('a', { service: sonarr }),
        event('b', { service: sonarr }),
        event('c'),
        alertEvent('d'),
        event('e', { service: sonarr }),
      ]);
      expect(ids(await subject.log.latest({ service: sonarr, limit: 10 }))).toEqual(['a', 'b', 'd', 'e']);
      expect(ids(await subject.log.latest({ service: sonarr, limit: 2 }))).toEqual(['d', 'e']);
      const alone = await subject.log.latest({ service: sonarr, types: ['alert.resolved'], limit: 10 });
      expect(alone.map(withoutPosition)).toEqual([alertEvent('d')]);
      const plain = await subject.log.latest({ service: sonarr, types: ['host.changed'], limit: 2 });
      expect(ids(plain)).toEqual(['b', 'e']);
      expect(await subject.log.latest({ service: serviceId('radarr'), limit: 10 })).toEqual([]);
    });

    test('a position that the log never had is gone', async () => {
      await subject.log.append([event('a')]);
      const read = subject.log.read({ after: (await subject.log.head()) + 1, limit: 10 });
      await expect(read).rejects.toMatchObject({ code: 'position-gone' });
    });

    test('what was appended is there through a new adapter', async () => {
      await subject.log.append([event('a')]);
      const again = await subject.reopen();
      expect(ids(await again.read({ after: 0, limit: 10 }))).toEqual(['a']);
    });

    test('listeners are told of the newest position, until they stop', async () => {
      const told: number[] = [];
      const stop = await subject.log.onAppend((position) => told.push(position));
      await subject.log.append([event('a'), event('b')]);
      const head = await subject.log.head();
      await vi.waitFor(() => expect(told.at(-1)).toBe(head), patience);
      await stop();
      const other: number[] = [];
      const stopOther = await subject.log.onAppend((position) => other.push(position));
      await subject.log.append([event('c')]);
      const newest = await subject.log.head();
      await vi.waitFor(() => expect(other.at(-1)).toBe(newest), patience);
      expect(told.at(-1)).toBe(head);
      await stopOther();
    });

    test('a reader that only listens and reads sees every event of many writers once, in order', async () => {
      const reader = await follow(subject.log);
      const writers = Array.from({ length: 8 }, (_, writer) => writeMany(subject.log, writer, 25));
      await Promise.all(writers);
      await vi.waitFor(() => expect(reader.seen.length).toBeGreaterThanOrEqual(200), patience);
      await reader.stop();
      const stored = await subject.log.read({ after: 0, limit: 1000 });
      expect(ids(reader.seen)).toEqual(ids(stored));
      expect(new Set(ids(reader.seen)).size).toBe(200);
    });
  });

  describe(`retention of the event log: ${name}`, () => {
    test('only the newest are kept, and a position before them is gone', async () => {
      await using subject = disposable(await open({ retentionCount: 3 }));
      await subject.log.append(['a', 'b', 'c', 'd', 'e'].map((id) => event(id)));
      const [a, b, c] = positions(await subject.log.read({ after: 0, limit: 10 }));
      expect(await subject.log.prune()).toBe(2);
      expect(await subject.log.prune()).toBe(0);
      expect(ids(await subject.log.read({ after: 0, limit: 10 }))).toEqual(['c', 'd', 'e']);
      expect(ids(await subject.log.read({ after: b ?? 0, limit: 10 }))).toEqual(['c', 'd', 'e']);
      expect(ids(await subject.log.read({ after: c ?? 0, limit: 10 }))).toEqual(['d', 'e']);
      const read = subject.log.read({ after: a ?? 0, limit: 10 });
      await expect(read).rejects.toMatchObject({ code: 'position-gone' });
    });

    test('old ones go, up to the first that is young enough', async () => {
      await using subject = disposable(await open({ retentionAgeMs: 60_000 }));
      const old = new Date(Date.now() - 120_000).toISOString();
      const young = new Date().toISOString();
      await subject.log.append([
        event('a', { time: old }),
        event('b', { time: young }),
        event('c', { time: old }),
      ]);
      expect(await subject.log.prune()).toBe(1);
      expect(ids(await subject.log.read({ after: 0, limit: 10 }))).toEqual(['b', 'c']);
    });

    test('a log that lost all its events still knows its head', async () => {
      await using subject = disposable(await open({ retentionCount: 0 }));
      await subject.log.append([event('a'), event('b')]);
      const head = await subject.log.head();
      expect(await subject.log.prune()).toBe(2);
      expect(await subject.log.head()).toBe(head);
      expect(await subject.log.read({ after: head, limit: 10 })).toEqual([]);
    });
  });
}

export interface Follower {
  readonly seen: LoggedEvent[];
  stop(): Promise<void>;
}

/** Reads as the API does: from its own last position, whenever it is told that there is more. */
export async function follow(log: EventLog): Promise<Follower> {
  const seen: LoggedEvent[] = [];
  let reading = Promise.resolve();
  const readOn = async () => {
    for (;;) {
      const more = await log.read({ after: seen.at(-1)?.position ?? 0, limit: 50 });
      seen.push(...more);
      if (more.length === 0) return;
    }
  };
  // A read may fall into an outage; the notice that follows a reconnect repeats it.
  const next = () => {
    reading = reading.then(readOn).catch(() => undefined);
  };
  const stop = await log.onAppend(next);
  next();
  return {
    seen,
    stop: async () => {
      await stop();
      await reading;
    },
  };
}

export function event(
  id: string,
  more: { readonly task?: TaskId; readonly service?: typeof sonarr; readonly time?: string } = {},
): NewEvent {
  return {
    id,
    type: 'host.changed',
    time: now,
    correlationId: 'request-1',
    ...more,
    data: { host: hostId('local'), reachable: true, cause: 'said so' },
  };
}

function alertEvent(id: string): NewEvent {
  return {
    id,
    type: 'alert.resolved',
    time: now,
    correlationId: 'request-1',
    service: sonarr,
    data: { alert: 'one', name: 'ServiceDown', severity: 'critical', summary: 'It is down', raisedAt: now },
  };
}

async function writeMany(log: EventLog, writer: number, count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) await log.append([event(`${writer}/${number}`)]);
}

export function ids(events: readonly LoggedEvent[]): readonly string[] {
  return events.map(({ id }) => id);
}

function positions(events: readonly LoggedEvent[]): readonly number[] {
  return events.map(({ position }) => position);
}

function withoutPosition({ position: _, ...rest }: LoggedEvent): unknown {
  return rest;
}

function disposable(subject: EventLogUnderTest): EventLogUnderTest & AsyncDisposable {
  return { ...subject, [Symbol.asyncDispose]: () => subject.close() };
}

function task(name: string): TaskId {
  return `batch.${name}.00000000-0000-0000-0000-000000000000` as TaskId;
}

const sonarr = serviceId('sonarr');
const now = new Date().toISOString();
