import { createMemorySettingsStore } from '#test/support/memory/index.ts';
import { settingsStoreContract } from './suite.ts';

settingsStoreContract('memory', async () => {
  const store = createMemorySettingsStore();
  return { store, reopen: async () => store, close: async () => undefined };
});
