import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createEventLog } from '#adapters/postgres/event-log.ts';
import { openTestDatabase } from '#test/support/postgres/database.ts';
import { startTestPostgres, type TestPostgres } from '#test/support/postgres/index.ts';
import { event, eventLogContract, follow, ids, patience } from './suite.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

eventLogContract('postgres', async (retention = {}) => {
  const opened = await openTestDatabase(postgres);
  return {
    log: createEventLog(opened.database, retention),
    reopen: async () => createEventLog(opened.another()),
    close: async () => opened[Symbol.asyncDispose](),
  };
});

describe('the event log in Postgres', () => {
  test('a reader of another process is told of every event, also when its connection is killed again and again', async () => {
    await using opened = await openTestDatabase(postgres);
    const log = createEventLog(opened.database);
    const reader = await follow(createEventLog(opened.another()));
    const killing = killListeners(opened.database.config.database, 6);
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      for (let number = 0; number < 100; number += 1) await log.append([event(`${writer}/${number}`)]);
    });
    await Promise.all(writers);
    expect(await killing).toBeGreaterThan(0);
    await vi.waitFor(() => expect(reader.seen.length).toBe(600), patience);
    await reader.stop();
    expect(ids(reader.seen)).toEqual(ids(await log.read({ after: 0, limit: 1000 })));
  }, 30_000);

  test('positions are given in the order of commits: no reader ever finds a smaller one later', async () => {
    await using opened = await openTestDatabase(postgres);
    const log = createEventLog(opened.database);
    let writing = true;
    const writers = Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let number = 0; number < 60; number += 1) await log.append([event(`${writer}/${number}`)]);
      }),
    ).then(() => {
      writing = false;
    });
    const seen: string[] = [];
    let last = 0;
    while (writing || last < (await log.head())) {
      for (const { id, position } of await log.read({ after: last, limit: 7 })) {
        seen.push(id);
        last = position;
      }
    }
    await writers;
    expect(seen).toEqual(ids(await log.read({ after: 0, limit: 1000 })));
    expect(seen.length).toBe(480);
  }, 30_000);

  test('a notification carries the position and nothing else', async () => {
    await using opened = await openTestDatabase(postgres);
    const client = new pg.Client({ ...opened.database.config, connectionTimeoutMillis: 5000 });
    await client.connect();
    const payloads: (string | undefined)[] = [];
    client.on('notification', ({ payload }) => payloads.push(payload));
    await client.query('listen showrunner_events');
    const log = createEventLog(opened.database);
    await log.append([event('a'), event('b')]);
    const head = String(await log.head());
    await vi.waitFor(() => expect(payloads).toEqual([head]), patience);
    await client.end();
  });

  test('every listener of one log shares one connection, which goes with the last of them', async () => {
    await using opened = await openTestDatabase(postgres);
    const log = createEventLog(opened.database);
    const { database } = opened.database.config;
    const stops = [await log.onAppend(() => undefined), await log.onAppend(() => undefined)];
    expect(await countListeners(database)).toBe(1);
    await stops[0]?.();
    expect(await countListeners(database)).toBe(1);
    await stops[1]?.();
    await stops[1]?.();
    await vi.waitFor(async () => expect(await countListeners(database)).toBe(0), patience);
  });

  test('an event of which no notification tells is found by a look at the head', async () => {
    await using opened = await openTestDatabase(postgres);
    const log = createEventLog(opened.database);
    const told: number[] = [];
    const stop = await log.onAppend((position) => told.push(position));
    const { id, type, time, correlationId, data } = event('silent');
    await opened.database.query((connection) =>
      connection
        .insertInto('events')
        .values({ id, type, time, correlation_id: correlationId, data: JSON.stringify(data) })
        .execute(),
    );
    const head = await log.head();
    await vi.waitFor(() => expect(told).toEqual([head]), patience);
    await stop();
  }, 30_000);

  test('a large backlog goes in several transactions', async () => {
    await using opened = await openTestDatabase(postgres);
    const log = createEventLog(opened.database, { retentionCount: 10 });
    for (let batch = 0; batch < 12; batch += 1) {
      await log.append(Array.from({ length: 1000 }, (_, number) => event(`${batch}/${number}`)));
    }
    const removed = await Promise.all([log.prune(), log.prune()]);
    expect(removed.reduce((sum, count) => sum + count, 0)).toBe(11_990);
    expect((await log.read({ after: 0, limit: 100 })).length).toBe(10);
  }, 30_000);
});

describe('the event log while Postgres is killed and started again', () => {
  test('appending fails as an outage, listening goes on by itself, and no acknowledged event is lost', async () => {
    await using opened = await openTestDatabase(postgres);
    const log = createEventLog(opened.database);
    const reader = await follow(createEventLog(opened.another()));
    const acknowledged: string[] = [];
    const faults = new Set<string>();
    const writing = new AbortController();
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let number = 0; !writing.signal.aborted; number += 1) {
        const id = `${writer}/${number}`;
        await log.append([event(id)]).then(
          () => acknowledged.push(id),
          (error: { code?: string }) => faults.add(error.code ?? 'none'),
        );
      }
    });
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(50), patience);
    await postgres.kill();
    await vi.waitFor(() => expect(faults).toContain('database-unreachable'), patience);
    const before = acknowledged.length;
    await postgres.restart();
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(before + 50), { timeout: 20_000 });
    writing.abort();
    await Promise.all(writers);
    expect([...faults]).toEqual(['database-unreachable']);

    const stored = await log.read({ after: 0, limit: 100_000 });
    await vi.waitFor(() => expect(reader.seen.length).toBe(stored.length), patience);
    await reader.stop();
    expect(ids(reader.seen)).toEqual(ids(stored));
    expect(new Set(ids(stored)).size).toBe(stored.length);
    expect(acknowledged.filter((id) => !new Set(ids(stored)).has(id))).toEqual([]);
  }, 60_000);

  test('a listener that comes during the outage is told once it is over', async () => {
    await using opened = await openTestDatabase(postgres);
    const log = createEventLog(opened.database);
    await log.append([event('a')]);
    const head = await log.head();
    await postgres.kill();
    const told: number[] = [];
    // Without the look at the head that is made every 5 s: the reconnect itself tells.
    const looks = vi
      .spyOn(globalThis, 'setInterval')
      .mockImplementationOnce(() => setTimeout(() => undefined));
    const stop = await log.onAppend((position) => told.push(position));
    expect(looks).toHaveBeenCalledExactlyOnceWith(expect.any(Function), 5000);
    expect(told).toEqual([]);
    await postgres.restart();
    await vi.waitFor(() => expect(told).toEqual([head]), patience);
    await stop();
  }, 60_000);
});

const listeners = `application_name like '% events' and datname = $1`;

async function killListeners(database: string, times: number): Promise<number> {
  const client = new pg.Client({ ...postgres.config, connectionTimeoutMillis: 5000 });
  await client.connect();
  let killed = 0;
  for (let time = 0; time < times; time += 1) {
    await vi.waitFor(async () => {
      const { rowCount } = await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where ${listeners}`,
        [database],
      );
      expect(rowCount).toBe(1);
    }, patience);
    killed += 1;
  }
  await client.end();
  return killed;
}

async function countListeners(database: string): Promise<number> {
  const client = new pg.Client({ ...postgres.config, connectionTimeoutMillis: 5000 });
  await client.connect();
  const { rows } = await client.query(
    `select count(*)::int as count from pg_stat_activity where ${listeners}`,
    [database],
  );
  await client.end();
  return rows[0]?.count;
}
