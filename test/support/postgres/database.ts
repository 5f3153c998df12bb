import { createDatabase, type Database } from '#adapters/postgres/database.ts';
import { migrate } from '#adapters/postgres/migrate.ts';
import type { TestPostgres } from './index.ts';

export interface TestDatabase extends AsyncDisposable {
  readonly database: Database;
  /** Another pool on the same database, as another process would have; it is closed with the first. */
  another(): Database;
}

/** A fresh database with Showrunner's tables. */
export async function openTestDatabase(postgres: TestPostgres): Promise<TestDatabase> {
  const config = await postgres.createDatabase();
  const open = () => createDatabase({ ...config, poolSize: 12 });
  const pools = [open()];
  const [database] = pools as [Database];
  await migrate(database);
  return {
    database,
    another: () => {
      const pool = open();
      pools.push(pool);
      return pool;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(pools.map((pool) => pool.close()));
    },
  };
}
