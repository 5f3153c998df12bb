import type { SettingValue } from '#domain/definition.ts';
import type { Fault } from '#domain/errors.ts';
import type { ServiceId } from '#domain/ids.ts';
import {
  type InstanceSettingValues,
  instanceSettingKeys,
  isInstanceSettingName,
} from '#domain/instance-settings.ts';
import type { Settings } from '#domain/service.ts';

export type GivenSettings = Readonly<Record<string, SettingValue>>;

export interface SplitSettings {
  readonly instance: InstanceSettingValues;
  readonly services: ReadonlyMap<ServiceId, Settings>;
  readonly faults: readonly Fault[];
}

/** Parts `vpn.provider` and `paths.data` of one request; a name that belongs to none of the services is a fault. */
export function splitSettings(given: GivenSettings, services: readonly ServiceId[]): SplitSettings {
  const instance: Record<string, string | number> = {};
  const byService = new Map<ServiceId, Record<string, SettingValue>>();
  const faults: Fault[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (isInstanceSettingName(name)) {
      const read = readInstanceValue(name, value);
      if ('reason' in read) faults.push({ field: name, reason: read.reason });
      else instance[name] = read.value;
      continue;
    }
    const owner = services.find((service) => name.startsWith(`${service}.`));
    if (owner === undefined) faults.push(unknownName(name, services));
    else byService.set(owner, { ...byService.get(owner), [name.slice(owner.length + 1)]: value });
  }
  return { instance, services: byService, faults };
}

type Reading = { readonly value: string | number } | { readonly reason: string };

/** A number may come as a text, as from a flag; it is kept as a number. What it may be is the domain's to say. */
function readInstanceValue(name: keyof typeof instanceSettingKeys, value: SettingValue): Reading {
  const { type } = instanceSettingKeys[name];
  if (typeof value === 'boolean') return { reason: `must be a ${type}` };
  if (type === 'text') return { value: String(value) };
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? { value: number } : { reason: 'must be a number' };
}

function unknownName(name: string, services: readonly ServiceId[]): Fault {
  const reason = name.includes('.')
    ? `belongs to none of the services of this request (${services.join(', ')}), nor to the instance`
    : `is not a setting; write <service>.<setting>, or one of ${Object.keys(instanceSettingKeys).join(', ')}`;
  return { field: name.slice(0, 120), reason };
}
