import { afterAll, beforeAll } from 'vitest';
import { createTaskStore } from '#adapters/postgres/task-store.ts';
import { openTestDatabase } from '#test/support/postgres/database.ts';
import { startTestPostgres, type TestPostgres } from '#test/support/postgres/index.ts';
import { taskStoreContract } from './suite.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

taskStoreContract('postgres', async () => {
  const opened = await openTestDatabase(postgres);
  return {
    store: createTaskStore(opened.database),
    reopen: async () => createTaskStore(opened.another()),
    close: async () => opened[Symbol.asyncDispose](),
  };
});
