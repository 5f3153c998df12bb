import { createMemoryHostStore, createMemoryServiceStore } from '#test/support/memory/index.ts';
import { hostStoreContract } from './suite.ts';

hostStoreContract('memory', async () => {
  const services = createMemoryServiceStore();
  const store = createMemoryHostStore(services);
  return { store, services, another: () => store, close: async () => undefined };
});
