import { afterAll, beforeAll } from 'vitest';
import { createEventLog } from '#adapters/postgres/event-log.ts';
import { createServiceStore } from '#adapters/postgres/service-store.ts';
import { openTestDatabase } from '#test/support/postgres/database.ts';
import { startTestPostgres, type TestPostgres } from '#test/support/postgres/index.ts';
import { withHosts } from './hosts.ts';
import { serviceStoreContract } from './suite.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

serviceStoreContract('postgres', async () => {
  const opened = await openTestDatabase(postgres);
  await withHosts(opened.database);
  return {
    store: createServiceStore(opened.database),
    events: createEventLog(opened.database),
    reopen: async () => createServiceStore(opened.another()),
    close: async () => opened[Symbol.asyncDispose](),
  };
});
