import {
  createMemoryEventLog,
  createMemoryHostStore,
  createMemoryServiceStore,
} from '#test/support/memory/index.ts';
import { hostStoreContract } from './suite.ts';

hostStoreContract('memory', async () => {
  const services = createMemoryServiceStore();
  const events = createMemoryEventLog();
  const store = createMemoryHostStore(services, events);
  return { store, services, events, another: () => store, close: async () => undefined };
});
