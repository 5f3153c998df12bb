export { createDatabase, type Database, type DatabaseConfig } from './database.ts';
export { createEventLog, type PostgresEventLog } from './event-log.ts';
export { migrate } from './migrate.ts';
export type { Retention } from './prune-events.ts';
export { createServiceStore } from './service-store.ts';
export { createSettingsStore } from './settings-store.ts';
export { createTaskStore } from './task-store.ts';
export { createTokenStore } from './token-store.ts';
