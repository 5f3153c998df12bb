import { expect, test } from 'vitest';
import { createMemoryServiceStore } from '#test/support/memory/index.ts';
import { sonarr } from './fixtures.ts';
import { serviceStoreContract } from './suite.ts';

serviceStoreContract('memory', async () => {
  const store = createMemoryServiceStore();
  return { store, events: store.events, reopen: async () => store, close: async () => undefined };
});

test('a test can take the memory store away for a while', async () => {
  const store = createMemoryServiceStore();
  store.outage.begin();
  await expect(store.get(sonarr)).rejects.toMatchObject({ code: 'database-unreachable' });
  store.outage.end();
  expect(await store.get(sonarr)).toBeUndefined();
});
