import type { z } from 'zod';
import { DomainError, type Fault } from '#domain/errors.ts';
import { frozenFaults, instanceSettingDefaults, instanceSettings } from '#domain/instance-settings.ts';
import type { configSchema } from '#schemas/api/settings.ts';
import type { Answerable } from '#schemas/api/wire.ts';
import { TransportError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { type GivenSettings, splitSettings } from './split-settings.ts';

export type Config = Answerable<z.output<typeof configSchema>>;
type Needs = Pick<Ports, 'settings' | 'services'>;

/** Settings of the instance, defaults filled in. */
export async function readConfig(ports: Pick<Needs, 'settings'>): Promise<Config> {
  const { values, revision } = await ports.settings.read();
  const checked = instanceSettings(values);
  return {
    settings: { ...instanceSettingDefaults, ...values },
    given: Object.keys(values).sort(),
    faults: 'faults' in checked ? checked.faults : [],
    revision,
  };
}

/** What would be wrong with these settings over those that hold; what is missing besides is not counted. */
export async function checkConfig(ports: Needs, given: GivenSettings): Promise<readonly Fault[]> {
  const { values } = await ports.settings.read();
  const { instance, faults } = splitSettings(given, []);
  const checked = instanceSettings({ ...values, ...instance });
  const found = 'faults' in checked ? checked.faults : [];
  const installed = (await ports.services.list()).length > 0;
  return [
    ...faults,
    ...found.filter(({ field }) => Object.hasOwn(given, field)),
    ...frozenFaults(values, instance, installed),
  ];
}

/** Merges the settings in. Errors: `invalid-input`, `revision-mismatch` when they are no longer at that revision. */
export async function updateConfig(ports: Needs, given: GivenSettings, revision?: number): Promise<Config> {
  const faults = await checkConfig(ports, given);
  if (faults.length > 0) {
    const list = faults.map(({ field, reason }) => `${field} ${reason}`).join('; ');
    throw new DomainError('invalid-input', `The settings are not valid: ${list}.`, { faults });
  }
  const held = await ports.settings.read();
  if (revision !== undefined && revision !== held.revision) {
    throw new TransportError('revision-mismatch', `The settings are at revision ${held.revision} by now.`);
  }
  await ports.settings.write(splitSettings(given, []).instance);
  return readConfig(ports);
}
