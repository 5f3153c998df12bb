import { createMemoryAlertStore } from '#test/support/memory/index.ts';
import { alertStoreContract, retention } from './suite.ts';

alertStoreContract('memory', async () => {
  const store = createMemoryAlertStore(undefined, retention);
  return { store, events: store.events, reopen: async () => store, close: async () => undefined };
});
