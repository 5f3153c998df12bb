import { once } from 'node:events';
import { createServer } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { connect, createDatabase, type Database } from '#adapters/postgres/database.ts';
import { migrate } from '#adapters/postgres/migrate.ts';
import { createServiceStore } from '#adapters/postgres/service-store.ts';
import { createSettingsStore } from '#adapters/postgres/settings-store.ts';
import { openTestDatabase } from '#test/support/postgres/database.ts';
import { startTestPostgres, type TestPostgres } from '#test/support/postgres/index.ts';

const outage = { code: 'database-unreachable', kind: 'outage' };

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

describe('migrating', () => {
  test('many processes that do it at once all succeed, and once is enough', async () => {
    const config = await postgres.createDatabase();
    const databases = Array.from({ length: 6 }, () => createDatabase(config));
    await Promise.all(databases.map(migrate));
    await Promise.all(databases.map(migrate));
    const [database] = databases;
    if (database === undefined) throw new Error('There is no database.');
    expect(await createSettingsStore(database).read()).toEqual({ values: {}, revision: 0 });
    await Promise.all(databases.map((one) => one.close()));
  }, 60_000);

  test('tables of a newer Showrunner are left alone, with a word of advice', async () => {
    await using opened = await openTestDatabase(postgres);
    await opened.database.query((connection) =>
      sql`insert into kysely_migration (name, timestamp) values ('9999-future', '2999-01-01')`.execute(
        connection,
      ),
    );
    await expect(migrate(opened.database)).rejects.toMatchObject({ code: 'precondition-failed' });
  });

  test('a database that is not there is an outage', async () => {
    const database = createDatabase({ ...postgres.config, database: 'nowhere' });
    await expect(migrate(database)).rejects.toMatchObject(outage);
    await database.close();
  });

  test('waiting for another process is bounded', async () => {
    const config = await postgres.createDatabase();
    const blocker = connect(config, { size: 1, statementMs: 5000, lockMs: 5000 });
    const waiter = connect(config, { size: 1, statementMs: 300, lockMs: 60_000 });
    await blocker.connection().execute(async (held) => {
      await sql`select pg_advisory_lock(1)`.execute(held);
      await expect(sql`select pg_advisory_lock(1)`.execute(waiter)).rejects.toMatchObject({ code: '57014' });
    });
    await Promise.all([blocker.destroy(), waiter.destroy()]);
  });
});

describe('a pool of connections', () => {
  test('comes back by itself after the server was killed and started again', async () => {
    await using opened = await openTestDatabase(postgres);
    const store = createServiceStore(opened.database);
    await Promise.all(Array.from({ length: 12 }, () => store.list()));
    await postgres.kill();
    const during = await Promise.allSettled(Array.from({ length: 24 }, () => store.list()));
    for (const outcome of during) {
      expect(outcome.status === 'rejected' ? outcome.reason : outcome).toMatchObject(outage);
    }
    await postgres.restart();
    await vi.waitFor(() => store.list(), { timeout: 30_000 });
    await Promise.all(Array.from({ length: 24 }, () => store.list()));
  }, 60_000);

  test('a connection that is cut within a transaction fails that transaction and nothing else', async () => {
    await using opened = await openTestDatabase(postgres);
    const settings = createSettingsStore(opened.database);
    const cut = opened.database.transaction(async (transaction) => {
      await transaction.updateTable('instance_settings').set({ revision: 99 }).execute();
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction);
      await terminate(opened.database, rows[0]?.pid ?? 0);
      await transaction.selectFrom('services').select('id').execute();
    });
    await expect(cut).rejects.toMatchObject(outage);
    expect((await settings.read()).revision).toBe(0);
  });

  test('a connection that is cut between two statements does not end the process', async () => {
    await using opened = await openTestDatabase(postgres);
    const idle = opened.database.transaction(async (transaction) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction);
      await terminate(opened.database, rows[0]?.pid ?? 0);
      // Round trips on another connection: the news of the cut arrives while this one is at rest.
      for (let trip = 0; trip < 20; trip += 1) await createSettingsStore(opened.database).read();
    });
    await expect(idle).rejects.toMatchObject(outage);
  });

  test('more connections than the server has room for is an outage', async () => {
    const config = await postgres.createDatabase();
    const database = createDatabase({ ...config, poolSize: 80 });
    const busy = Array.from({ length: 80 }, () =>
      database.query((connection) => sql`select pg_sleep(0.5)`.execute(connection)),
    );
    const outcomes = await Promise.allSettled(busy);
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const outcome of refused) expect(outcome).toMatchObject({ reason: outage });
    await database.close();
  }, 30_000);

  test('a wrong password and an unknown host are outages that say what is wrong', async () => {
    for (const wrong of [{ password: 'canary-4711' }, { host: 'nowhere.invalid' }, { port: 1 }]) {
      const database = createDatabase({ ...postgres.config, ...wrong });
      const error = await createSettingsStore(database)
        .read()
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject(outage);
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('canary');
      await database.close();
    }
  }, 30_000);

  test('a server that accepts and never answers is an outage after a bounded time', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const database = createDatabase({ ...postgres.config, port });
    const begun = performance.now();
    await expect(createSettingsStore(database).read()).rejects.toMatchObject(outage);
    expect(performance.now() - begun).toBeLessThan(20_000);
    await database.close();
    silent.close();
  }, 30_000);

  test('a connection whose statement never came back is not used again', async () => {
    const config = await postgres.createDatabase();
    const one = connect(config, { size: 1, statementMs: 1000, lockMs: 1000 });
    const pid = async () =>
      (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(one)).rows[0]?.pid ?? 0;
    const before = await pid();
    process.kill(before, 'SIGSTOP');
    await expect(pid()).rejects.toThrow('Query read timeout');
    process.kill(before, 'SIGCONT');
    expect(await pid()).not.toBe(before);
    await one.destroy();
  }, 30_000);

  test('a refused statement shows neither SQL nor values', async () => {
    await using opened = await openTestDatabase(postgres);
    const refused = opened.database.query((connection) =>
      sql`insert into tokens (hash, name, scopes) values ('a', 'canary-4711', '{}'), ('a', 'b', '{}')`.execute(
        connection,
      ),
    );
    const error: unknown = await refused.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'internal' });
    expect(String(error)).not.toContain('insert');
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('canary');
  });
});

async function terminate(database: Database, pid: number): Promise<void> {
  await database.query((connection) => sql`select pg_terminate_backend(${pid}, 5000)`.execute(connection));
}
