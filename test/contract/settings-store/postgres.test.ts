import { afterAll, beforeAll } from 'vitest';
import { createSettingsStore } from '#adapters/postgres/settings-store.ts';
import { openTestDatabase } from '#test/support/postgres/database.ts';
import { startTestPostgres, type TestPostgres } from '#test/support/postgres/index.ts';
import { settingsStoreContract } from './suite.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

settingsStoreContract('postgres', async () => {
  const opened = await openTestDatabase(postgres);
  return {
    store: createSettingsStore(opened.database),
    reopen: async () => createSettingsStore(opened.another()),
    close: async () => opened[Symbol.asyncDispose](),
  };
});
