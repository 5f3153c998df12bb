import { afterAll, beforeAll } from 'vitest';
import { createEventLog } from '#adapters/postgres/event-log.ts';
import { createRecoveryStore } from '#adapters/postgres/recovery-store.ts';
import { createServiceStore } from '#adapters/postgres/service-store.ts';
import { claim, draft } from '#test/contract/service-store/fixtures.ts';
import { withHosts } from '#test/contract/service-store/hosts.ts';
import { openTestDatabase } from '#test/support/postgres/database.ts';
import { startTestPostgres, type TestPostgres } from '#test/support/postgres/index.ts';
import { known, recoveryStoreContract } from './suite.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

recoveryStoreContract('postgres', async () => {
  const opened = await openTestDatabase(postgres);
  await withHosts(opened.database);
  const services = createServiceStore(opened.database);
  for (const id of known) await services.claimInstall(claim([draft(id)]));
  return {
    store: createRecoveryStore(opened.database),
    events: createEventLog(opened.database),
    reopen: async () => createRecoveryStore(opened.another()),
    close: async () => opened[Symbol.asyncDispose](),
  };
});
