import type { InstanceSettingValues } from '#domain/instance-settings.ts';

/** Settings of the instance, as given; defaults are merged by the domain. */
export interface SettingsStore {
  read(): Promise<{ readonly values: InstanceSettingValues; readonly revision: number }>;
  /** Merges the values in. */
  write(values: InstanceSettingValues): Promise<void>;
}
