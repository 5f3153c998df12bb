import { afterAll, beforeAll } from 'vitest';
import { createAlertStore } from '#adapters/postgres/alert-store.ts';
import { createEventLog } from '#adapters/postgres/event-log.ts';
import { openTestDatabase } from '#test/support/postgres/database.ts';
import { startTestPostgres, type TestPostgres } from '#test/support/postgres/index.ts';
import { alertStoreContract, retention } from './suite.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

alertStoreContract('postgres', async () => {
  const opened = await openTestDatabase(postgres);
  return {
    store: createAlertStore(opened.database, retention),
    events: createEventLog(opened.database),
    reopen: async () => createAlertStore(opened.another(), retention),
    close: async () => opened[Symbol.asyncDispose](),
  };
});
