import { createMemoryTokenStore } from '#test/support/memory/index.ts';
import { tokenStoreContract } from './suite.ts';

tokenStoreContract('memory', async () => {
  const store = createMemoryTokenStore();
  return { store, reopen: async () => store, close: async () => undefined };
});
