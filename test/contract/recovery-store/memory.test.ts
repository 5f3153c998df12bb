import { createMemoryEventLog, createMemoryRecoveryStore } from '#test/support/memory/index.ts';
import { recoveryStoreContract } from './suite.ts';

recoveryStoreContract('memory', async () => {
  const events = createMemoryEventLog();
  const store = createMemoryRecoveryStore(events);
  return { store, events, reopen: async () => store, close: async () => undefined };
});
