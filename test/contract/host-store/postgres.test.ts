import { afterAll, beforeAll } from 'vitest';
import { createEventLog } from '#adapters/postgres/event-log.ts';
import { createHostStore } from '#adapters/postgres/host-store.ts';
import { createServiceStore } from '#adapters/postgres/service-store.ts';
import { openTestDatabase } from '#test/support/postgres/database.ts';
import { startTestPostgres, type TestPostgres } from '#test/support/postgres/index.ts';
import { hostStoreContract } from './suite.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

hostStoreContract('postgres', async () => {
  const opened = await openTestDatabase(postgres);
  return {
    store: createHostStore(opened.database),
    services: createServiceStore(opened.database),
    events: createEventLog(opened.database),
    another: () => createHostStore(opened.another()),
    close: async () => opened[Symbol.asyncDispose](),
  };
});
