import type { Database } from '#adapters/postgres/database.ts';
import { createHostStore } from '#adapters/postgres/host-store.ts';
import { hostId } from '#domain/ids.ts';
import { local } from './fixtures.ts';

/** The hosts on which the tests claim services. */
export async function withHosts(database: Database): Promise<void> {
  const hosts = createHostStore(database);
  for (const id of [local, hostId('attic')]) await hosts.ensureLocal(id, '127.0.0.1');
}
