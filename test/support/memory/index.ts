export type { Outage } from './availability.ts';
export { createMemoryEventLog, type MemoryEventLog } from './event-log.ts';
export { createMemoryServiceStore, type MemoryServiceStore } from './service-store.ts';
