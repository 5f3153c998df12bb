import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createEventLog } from '#adapters/postgres/event-log.ts';
import { createServiceStore } from '#adapters/postgres/service-store.ts';
import type { DomainError } from '#domain/errors.ts';
import { type ServiceId, serviceId } from '#domain/ids.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import { openTestDatabase, type TestDatabase } from '#test/support/postgres/database.ts';
import { startTestPostgres, type TestPostgres } from '#test/support/postgres/index.ts';
import {
  change,
  claim,
  claimWithProwlarr,
  draft,
  prowlarr,
  radarr,
  requires,
  runOf,
  sonarr,
} from './fixtures.ts';
import { withHosts } from './hosts.ts';

let postgres: TestPostgres;
let opened: TestDatabase;
let store: ServiceStore;
/** Another process's view of the same rows. */
let other: ServiceStore;

beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
beforeEach(async () => {
  opened = await openTestDatabase(postgres);
  await withHosts(opened.database);
  store = createServiceStore(opened.database);
  other = createServiceStore(opened.another());
});
afterEach(() => opened[Symbol.asyncDispose]());
afterAll(() => postgres.stop());

describe('two at once, on real Postgres', () => {
  test('uninstall of prowlarr against install of sonarr: exactly one is refused, always', async () => {
    await bringUp(prowlarr);
    const outcomes = { install: 0, uninstall: 0 };
    for (let round = 0; round < 300; round += 1) {
      const install = claimWithProwlarr(sonarr);
      const [uninstalled, installed] = await inEitherOrder(
        round,
        () => store.claimUninstall(prowlarr),
        () => other.claimInstall(install),
      );
      if (installed === 'done') {
        expect(uninstalled).toBe('service-required');
        outcomes.install += 1;
        await store.withdrawClaim(install.id);
      } else {
        expect([installed, uninstalled]).toEqual(['service-leaving', 'done']);
        outcomes.uninstall += 1;
        await store.withdrawDesired([prowlarr]);
      }
      expect(await store.edges()).toEqual([]);
    }
    expect(outcomes.install).toBeGreaterThan(0);
    expect(outcomes.uninstall).toBeGreaterThan(0);
  }, 120_000);

  test('an uninstall whose claim was withdrawn, beginning against an install of a consumer: one is refused', async () => {
    await bringUp(prowlarr);
    for (let round = 0; round < 150; round += 1) {
      const install = claimWithProwlarr(sonarr);
      const run = runOf(prowlarr);
      const [begun, installed] = await inEitherOrder(
        round,
        () => store.transition(change(prowlarr, 'uninstalling', run)),
        () => other.claimInstall(install),
      );
      if (installed === 'done') {
        expect(begun).toBe('service-required');
        await store.withdrawClaim(install.id);
      } else {
        expect([installed, begun]).toEqual(['service-leaving', 'done']);
        await store.transition(change(prowlarr, 'absent', run, { release: true }));
        await bringUp(prowlarr);
      }
    }
  }, 120_000);

  test('claims of overlapping closures in any order share their providers and never deadlock', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'].map(serviceId);
    for (let round = 0; round < 40; round += 1) {
      const claims = Array.from({ length: 8 }, (_, index) => closure(shuffled(ids, round * 8 + index)));
      const created = await Promise.all(
        claims.map((one, index) => (index % 2 === 0 ? store : other).claimInstall(one)),
      );
      expect(created.flatMap((one) => one.created).toSorted()).toEqual(ids);
      await Promise.all(claims.map(({ id }, index) => (index % 2 === 0 ? other : store).withdrawClaim(id)));
      expect(await store.list()).toEqual([]);
      expect(await store.edges()).toEqual([]);
    }
    expect(await countDeadlocks()).toBe(0);
  }, 120_000);

  test('claims and withdrawals of the same service leave nothing half done', async () => {
    await Promise.all(
      Array.from({ length: 8 }, async (_, worker) => {
        const mine = worker % 2 === 0 ? store : other;
        for (let round = 0; round < 25; round += 1) {
          const one = claimWithProwlarr(worker < 4 ? sonarr : radarr);
          await mine.claimInstall(one);
          expect(await mine.get(prowlarr)).toBeDefined();
          await mine.withdrawClaim(one.id);
        }
      }),
    );
    expect(await store.list()).toEqual([]);
    expect(await store.edges()).toEqual([]);
    expect(await countDeadlocks()).toBe(0);
  }, 120_000);

  test('of many claims of one host port exactly one gets it, and the others name it', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'].map(serviceId);
    for (let round = 0; round < 40; round += 1) {
      const claims = ids.map((id) =>
        claim([
          draft(id, {
            ports: [8080, 8081, 8082].map((host) => ({ container: host, protocol: 'tcp', host })),
          }),
        ]),
      );
      const outcomes = await Promise.allSettled(
        claims.map((one, index) => (index % 2 === 0 ? store : other).claimInstall(one)),
      );
      const [winner] = await store.list();
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.status === 'fulfilled') continue;
        expect(outcome.reason).toMatchObject({ code: 'port-taken', data: { services: [winner?.id] } });
        expect(outcome.reason.faults).toHaveLength(3);
      }
      await Promise.all(claims.map(({ id }) => store.withdrawClaim(id)));
      expect(await store.list()).toEqual([]);
    }
  }, 120_000);

  test('of two runs that begin at once one owns the row, and the other is told whose it is', async () => {
    await bringUp(sonarr);
    for (let round = 0; round < 60; round += 1) {
      const runs = [runOf(sonarr), runOf(sonarr)] as const;
      const outcomes = await inEitherOrder(
        round,
        () => store.transition(change(sonarr, 'stopping', runs[0])),
        () => other.transition(change(sonarr, 'stopping', runs[1])),
      );
      expect(outcomes.toSorted()).toEqual(['done', 'service-busy']);
      const owner = (await store.get(sonarr))?.run ?? runs[0];
      await store.transition(change(sonarr, 'failed', owner, { release: true }));
      await store.transition(change(sonarr, 'starting', owner));
      await store.transition(change(sonarr, 'running', owner, { release: true }));
    }
  }, 120_000);

  test('one transition repeated many times at once makes one change and one event', async () => {
    await bringUp(sonarr);
    const log = createEventLog(opened.database);
    const stop = change(sonarr, 'stopping', runOf(sonarr));
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? store : other).transition(stop)),
    );
    expect(new Set(results.map(({ revision }) => revision)).size).toBe(1);
    const events = await log.read({ after: 0, limit: 1000, service: sonarr });
    expect(events.filter(({ id }) => id === stop.event.id)).toHaveLength(1);
  });

  test('events of transitions and plain events, written at once, are read once and in order', async () => {
    const ids = ['a', 'b', 'c', 'd'].map(serviceId);
    await Promise.all(ids.map(bringUp));
    const log = createEventLog(opened.database);
    let last = await log.head();
    let writing = true;
    const writers = Promise.all([
      ...ids.map(async (id, index) => {
        for (let round = 0; round < 20; round += 1) await cycle(index % 2 === 0 ? store : other, id);
      }),
      append(log, 100),
    ]).then(() => {
      writing = false;
    });
    const seen: string[] = [];
    while (writing || last < (await log.head())) {
      for (const event of await log.read({ after: last, limit: 11 })) {
        seen.push(event.id);
        last = event.position;
      }
    }
    await writers;
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(4 * 20 * 4 + 100);
  }, 60_000);
});

type Outcome = 'done' | DomainError['code'];

/** Starts both in the same turn, each first in every other round. */
async function inEitherOrder(
  round: number,
  one: () => Promise<unknown>,
  two: () => Promise<unknown>,
): Promise<readonly [Outcome, Outcome]> {
  const settle = (work: () => Promise<unknown>): Promise<Outcome> =>
    work().then(
      () => 'done',
      (error: DomainError) => error.code,
    );
  if (round % 2 === 0) return Promise.all([settle(one), settle(two)]);
  const second = settle(two);
  return [await settle(one), await second];
}

/** A deadlock that a retry has cured is one all the same. Connections report theirs at the latest when they end. */
async function countDeadlocks(): Promise<number> {
  const { database } = opened.database.config;
  await opened[Symbol.asyncDispose]();
  const client = new pg.Client({ ...postgres.config, connectionTimeoutMillis: 5000 });
  await client.connect();
  const { rows } = await client.query('select deadlocks::int from pg_stat_database where datname = $1', [
    database,
  ]);
  await client.end();
  return rows[0]?.deadlocks;
}

async function bringUp(id: ServiceId): Promise<void> {
  const run = runOf(id);
  await store.claimInstall(claim([draft(id)]));
  await store.transition(change(id, 'installing', run));
  await store.transition(change(id, 'running', run, { release: true }));
}

async function cycle(target: ServiceStore, id: ServiceId): Promise<void> {
  const run = runOf(id);
  await target.transition(change(id, 'stopping', run));
  await target.transition(change(id, 'stopped', run));
  await target.transition(change(id, 'starting', run));
  await target.transition(change(id, 'running', run, { release: true }));
}

async function append(log: ReturnType<typeof createEventLog>, count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    const time = new Date().toISOString();
    const data = { status: 'succeeded' } as const;
    await log.append([{ id: randomUUID(), type: 'task.closed', time, correlationId: 'request-1', data }]);
  }
}

/** A chain: each of the ids requires the next. */
function closure(ids: readonly ServiceId[]) {
  const edges = ids.slice(1).map((provider, index) => requires(ids[index] ?? provider, provider));
  return claim(
    ids.map((id) => draft(id, { origin: 'dependency' })),
    edges,
  );
}

/** The same for the same seed, so that a failure can be repeated. */
function shuffled<Item>(items: readonly Item[], seed: number): readonly Item[] {
  const rest = [...items];
  let state = seed + 1;
  return items.flatMap(() => {
    state = (state * 48_271) % 2_147_483_647;
    return rest.splice(state % rest.length, 1);
  });
}
