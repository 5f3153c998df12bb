import { createMemorySecretStore } from '#test/support/memory/index.ts';
import { secretStoreContract } from './suite.ts';

secretStoreContract('memory', async () => {
  const store = createMemorySecretStore();
  return { store, reopen: async () => store, close: async () => undefined };
});
