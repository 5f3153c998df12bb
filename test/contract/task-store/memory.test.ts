import { createMemoryTaskStore } from '#test/support/memory/index.ts';
import { taskStoreContract } from './suite.ts';

taskStoreContract('memory', async () => {
  const store = createMemoryTaskStore();
  return { store, reopen: async () => store, close: async () => undefined };
});
