import { createAlertStore } from '#adapters/postgres/alert-store.ts';
import { createDatabase, type Database } from '#adapters/postgres/database.ts';
import { createEventLog, type PostgresEventLog } from '#adapters/postgres/event-log.ts';
import { createHostStore } from '#adapters/postgres/host-store.ts';
import { createRecoveryStore } from '#adapters/postgres/recovery-store.ts';
import { createServiceStore } from '#adapters/postgres/service-store.ts';
import { createSettingsStore } from '#adapters/postgres/settings-store.ts';
import { createTaskStore } from '#adapters/postgres/task-store.ts';
import { createTokenStore } from '#adapters/postgres/token-store.ts';
import type { Configuration } from '#platform/configuration.ts';
import type { AlertStore } from '#ports/alert-store.ts';
import type { HostStore } from '#ports/host-store.ts';
import type { RecoveryStore } from '#ports/recovery-store.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import type { SettingsStore } from '#ports/settings-store.ts';
import type { TaskStore } from '#ports/task-store.ts';
import type { TokenStore } from '#ports/token-store.ts';

/** Everything that Postgres keeps. */
export interface Stores {
  readonly database: Database;
  readonly services: ServiceStore;
  readonly tasks: TaskStore;
  readonly events: PostgresEventLog;
  readonly settings: SettingsStore;
  readonly tokens: TokenStore;
  readonly alerts: AlertStore;
  readonly recoveries: RecoveryStore;
  readonly hostStore: HostStore;
  close(): Promise<void>;
}

/** Connects with its first query; the database may come and go. */
export function createStores(
  { database: address }: Configuration,
  applicationName: string,
  poolSize: number,
): Stores {
  const database = createDatabase({ ...address, applicationName, poolSize });
  const events = createEventLog(database);
  return {
    database,
    events,
    services: createServiceStore(database),
    tasks: createTaskStore(database),
    settings: createSettingsStore(database),
    tokens: createTokenStore(database),
    alerts: createAlertStore(database),
    recoveries: createRecoveryStore(database),
    hostStore: createHostStore(database),
    close: () => database.close(),
  };
}
