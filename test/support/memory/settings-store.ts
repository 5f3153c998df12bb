import type { InstanceSettingValues } from '#domain/instance-settings.ts';
import type { SettingsStore } from '#ports/settings-store.ts';
import { createAvailability, type Outage } from './availability.ts';

export interface MemorySettingsStore extends SettingsStore {
  readonly outage: Outage;
}

/** Settings of the instance in memory. */
export function createMemorySettingsStore(given: InstanceSettingValues = {}): MemorySettingsStore {
  const { call, ...outage } = createAvailability('database-unreachable', 'The memory settings store');
  let values = { ...given };
  let revision = 0;
  return {
    outage,
    read: () => call(() => ({ values: { ...values }, revision })),
    write: (added) =>
      call(() => {
        const merged = { ...values, ...added };
        if (JSON.stringify(merged) === JSON.stringify(values)) return;
        values = merged;
        revision += 1;
      }),
  };
}
