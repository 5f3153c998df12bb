import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  startTestPostgres,
  type TestDatabaseConfig,
  type TestPostgres,
} from '#test/support/postgres/index.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

test('every database that it makes is fresh', async () => {
  const first = await postgres.createDatabase();
  const second = await postgres.createDatabase();
  await query(first, 'create table things (id int)');
  await expect(query(second, 'select * from things')).rejects.toThrow('does not exist');
});

test('what was committed is still there after a kill and a restart on the same port', async () => {
  const config = await postgres.createDatabase();
  await query(config, 'create table things (id int)');
  await query(config, 'insert into things values (7)');
  await postgres.kill();
  await expect(query(config, 'select 1')).rejects.toThrow('ECONNREFUSED');
  await postgres.restart();
  expect(await query(config, 'select id from things')).toEqual([{ id: 7 }]);
});

async function query(config: TestDatabaseConfig, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ ...config, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
