import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase } from '#adapters/postgres/database.ts';
import { migrate } from '#adapters/postgres/migrate.ts';
import {
  startTestPostgres,
  type TestDatabaseConfig,
  type TestPostgres,
} from '#test/support/postgres/index.ts';
import { copyProduction, type Prepared } from './prepared.ts';

const missing = 'no psql on PATH';
const hasPsql = spawnSync('psql', ['--version']).status === 0;

describe('deploy/postgres/databases.sh', () => {
  let production: Prepared;
  let postgres: TestPostgres;
  let login: (user: string, database: string) => TestDatabaseConfig;

  beforeAll(async () => {
    if (!hasPsql) return void process.stderr.write(`skipped: ${missing}\n`);
    postgres = await startTestPostgres();
    production = copyProduction();
    const passwords = writePasswords(production, ['showrunner', 'temporal']);
    login = (user, database) => ({ ...postgres.config, user, database, password: passwords.get(user) ?? '' });
    const superuser = await becomePostgres(postgres.config);
    expect(runScript(production, superuser)).toEqual({ status: 0, messages: '' });
  });

  beforeEach(({ skip }) => skip(!hasPsql, missing));

  afterAll(async () => {
    production?.[Symbol.dispose]();
    await postgres?.stop();
  });

  it('makes a role that can do all that Showrunner’s migrations need, and is no superuser', async () => {
    const config = login('showrunner', 'showrunner');
    const database = createDatabase(config);
    await expect(migrate(database)).resolves.toBeUndefined();
    await database.close();
    expect(await ask(config, 'select rolsuper from pg_roles where rolname = current_user')).toEqual([
      { rolsuper: false },
    ]);
  });

  it.each(['temporal', 'temporal_visibility'])(
    'makes the database %s, in which Temporal makes its tables',
    async (name) => {
      await expect(ask(login('temporal', name), 'create table probe (id int)')).resolves.toEqual([]);
    },
  );
});

function writePasswords({ folder }: Prepared, users: readonly string[]): ReadonlyMap<string, string> {
  mkdirSync(join(folder, 'secrets'));
  return new Map(
    users.map((user) => {
      // As no generator makes it: quotes must not end the statement.
      const password = `${user}'s "own" \\ word`;
      writeFileSync(join(folder, 'secrets', `${user}-database-password`), password);
      return [user, password];
    }),
  );
}

/** The test server's superuser has the name that the script is to make. */
async function becomePostgres(config: TestDatabaseConfig): Promise<TestDatabaseConfig> {
  const superuser = { ...config, user: 'postgres' };
  await ask(config, `create role postgres superuser login password '${config.password}'`);
  await ask(superuser, `alter role ${config.user} rename to formerly`);
  return superuser;
}

/** Runs the script as PostgreSQL's image does, but for where the secrets lie. */
function runScript({ folder }: Prepared, config: TestDatabaseConfig) {
  const script = readFileSync(join(folder, 'deploy', 'postgres', 'databases.sh'), 'utf8');
  const { status, stderr } = spawnSync(
    'sh',
    ['-c', script.replaceAll('/run/secrets', join(folder, 'secrets'))],
    {
      encoding: 'utf8',
      timeout: 30_000,
      env: {
        PATH: process.env.PATH,
        POSTGRES_USER: config.user,
        PGHOST: config.host,
        PGPORT: String(config.port),
        PGPASSWORD: config.password,
      },
    },
  );
  return { status, messages: stderr };
}

async function ask(config: TestDatabaseConfig, statement: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ ...config, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
