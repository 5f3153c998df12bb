import { type InstanceSettings, instanceSettings } from '#domain/instance-settings.ts';
import type { Ports } from '../ports.ts';
import { refuseFaults } from './refuse-faults.ts';

/** Where a service is there, its instance has what it needs; a damaged setting is named. */
export async function readInstanceSettings(store: Ports['settings']): Promise<InstanceSettings> {
  const { values } = await store.read();
  const checked = instanceSettings(values);
  if ('settings' in checked) return checked.settings;
  refuseFaults(checked.faults, {});
  throw new Error('Settings without a fault are settings.');
}
