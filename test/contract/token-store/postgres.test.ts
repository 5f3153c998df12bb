import { afterAll, beforeAll } from 'vitest';
import { createTokenStore } from '#adapters/postgres/token-store.ts';
import { openTestDatabase } from '#test/support/postgres/database.ts';
import { startTestPostgres, type TestPostgres } from '#test/support/postgres/index.ts';
import { tokenStoreContract } from './suite.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

tokenStoreContract('postgres', async () => {
  const opened = await openTestDatabase(postgres);
  return {
    store: createTokenStore(opened.database),
    reopen: async () => createTokenStore(opened.another()),
    close: async () => opened[Symbol.asyncDispose](),
  };
});
