import { createDatabase, type Database } from '#adapters/postgres/database.ts';
import { migrate } from '#adapters/postgres/migrate.ts';
import type { TestPostgres } from './index.ts';

export interface TestDatabase extends AsyncDisposable {
  readonly database: Database;
  /** Another pool on the same database, as another process would have; it is closed with the first. */
  another(): Database;
}

/** A fresh database with Showrunner's tables, copied from one that is migrated once for each server. */
export async function openTestDatabase(postgres: TestPostgres): Promise<TestDatabase> {
  const template = templates.get(postgres) ?? makeTemplate(postgres);
  templates.set(postgres, template);
  const config = await postgres.createDatabase(await template);
  const pools: Database[] = [];
  const open = () => {
    const pool = createDatabase({ ...config, poolSize: 12 });
    pools.push(pool);
    return pool;
  };
  return {
    database: open(),
    another: open,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(pools.map((pool) => pool.close()));
    },
  };
}

const templates = new WeakMap<TestPostgres, Promise<string>>();

async function makeTemplate(postgres: TestPostgres): Promise<string> {
  const config = await postgres.createDatabase();
  const database = createDatabase(config);
  await migrate(database);
  await database.close();
  return config.database;
}
