export type { Outage } from './availability.ts';
export { createMemoryEventLog, type MemoryEventLog } from './event-log.ts';
export { createMemorySealer } from './sealer.ts';
export { createMemorySecretStore, type MemorySecretStore } from './secret-store.ts';
export { createMemoryServiceStore, type MemoryServiceStore } from './service-store.ts';
export { createMemorySettingsStore, type MemorySettingsStore } from './settings-store.ts';
export { createMemoryTaskEngine, type MemoryTaskEngine } from './task-engine.ts';
export { createMemoryTaskStore, type MemoryTaskStore } from './task-store.ts';
export { createMemoryTokenStore, type MemoryTokenStore } from './token-store.ts';
