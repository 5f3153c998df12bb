import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EventFeed, startEventFeed } from '#api/events/feed.ts';
import type { TaskId } from '#domain/ids.ts';
import { createLogger } from '#platform/logger.ts';
import { createMemoryEventLog, type MemoryEventLog } from '#test/support/memory/index.ts';
import { eventOf } from './support/events.ts';

const logger = createLogger({ name: 'test', level: 'silent' });
const change = (about = {}) =>
  eventOf('host.changed', { host: 'local' as never, reachable: true, cause: 'test' }, about);

let log: MemoryEventLog;
let feed: EventFeed;
let stop: AbortController;
beforeEach(async () => {
  log = createMemoryEventLog({ retentionCount: 20 });
  feed = await startEventFeed({ log, logger, ringSize: 4, lookMs: 30 });
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await feed.close();
});

const follow = (after: number, about = {}) =>
  feed.follow({ after, idleMs: 50, signal: stop.signal, ...about });

/** Positions until so many were seen. */
async function take(source: ReturnType<typeof follow>, count: number): Promise<readonly number[]> {
  const positions: number[] = [];
  for await (const batch of source) {
    positions.push(...batch.map(({ position }) => position));
    if (positions.length >= count) break;
  }
  return positions;
}

const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

describe('the event feed', () => {
  it('gives what was there before and what comes, without gap or repeat, however far behind', async () => {
    await log.append(upTo(10).map(() => change()));
    const taken = take(follow(0), 60);
    for (let round = 0; round < 50; round += 1) await log.append([change()]);
    expect(await taken).toEqual(upTo(60));
  });

  it('gives every follower the same order under concurrent writers', async () => {
    const followers = upTo(5).map(() => take(follow(0), 100));
    await Promise.all(upTo(10).map(() => log.append(upTo(10).map(() => change()))));
    for (const positions of await Promise.all(followers)) expect(positions).toEqual(upTo(100));
  });

  it('lets a slow follower take its time: it reads on from the log, and the ring stays small', async () => {
    const slow = follow(0);
    await log.append(upTo(3).map(() => change()));
    const first = await slow.next();
    await log.append(upTo(200).map(() => change()));
    await expect.poll(() => feed.position).toBe(203);
    const rest = await take(slow, 200);
    const seen = first.done ? [] : first.value.map(({ position }) => position);
    expect([...seen, ...rest]).toEqual(upTo(203));
  });

  it('gives only what was asked for', async () => {
    const task = 'svc.redis.1' as TaskId;
    const taken = take(follow(0, { task }), 2);
    await log.append([change(), change({ task }), change(), change({ task })]);
    expect(await taken).toEqual([2, 4]);
  });

  it('says when all was read, and again in silence', async () => {
    await log.append([change()]);
    const source = follow(0);
    expect((await source.next()).value).toHaveLength(1);
    expect((await source.next()).value).toEqual([]);
    expect((await source.next()).value).toEqual([]);
  });

  it('refuses a position past retention, and one that never was', async () => {
    await log.append(upTo(50).map(() => change()));
    await expect.poll(() => feed.position).toBe(50);
    await log.prune();
    await expect(follow(3).next()).rejects.toMatchObject({ code: 'position-gone' });
    await expect(follow(400).next()).rejects.toMatchObject({ code: 'position-gone' });
  });

  it('goes on after an outage of the log', async () => {
    const taken = take(follow(0), 2);
    await log.append([change()]);
    await expect.poll(() => feed.position).toBe(1);
    log.outage.begin();
    log.appendNow([change()]);
    log.outage.end();
    expect(await taken).toEqual([1, 2]);
  });

  it('ends with its signal', async () => {
    const source = follow(0);
    await source.next();
    const waiting = source.next();
    stop.abort();
    expect((await waiting).done).toBe(true);
  });
});
