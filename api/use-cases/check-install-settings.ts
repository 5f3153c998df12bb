import type { SettingValue } from '#domain/definition.ts';
import type { Fault } from '#domain/errors.ts';
import type { Closure, ClosureService } from '#domain/graph.ts';
import type { ServiceId } from '#domain/ids.ts';
import {
  frozenFaults,
  type InstanceSettings,
  type InstanceSettingValues,
  instanceSettings,
} from '#domain/instance-settings.ts';
import type { PublishedPort, Service, Settings } from '#domain/service.ts';
import { checkSettings } from '#domain/service-settings.ts';
import { hostPorts, portFaults } from './host-ports.ts';
import { secretSettingNames } from './service-view.ts';
import { type GivenSettings, splitSettings } from './split-settings.ts';

export interface CheckedInstall {
  /** Settings of the instance as they will be; absent while they are faulty. */
  readonly instance?: InstanceSettings;
  /** Those that the request changes. */
  readonly changes: InstanceSettingValues;
  readonly services: readonly CheckedService[];
  /** All of the instance's and of every service of the closure. */
  readonly faults: readonly Fault[];
  readonly notes: readonly string[];
}

export interface CheckedService extends ClosureService {
  /** As they will be. */
  readonly settings: Settings;
  /** Those that are written: of a service that is there, only what was given for it by name. */
  readonly written: Settings;
  /** In the clear: to be sealed at once. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly ports: readonly PublishedPort[];
}

export interface InstallSettingsInput {
  readonly closure: Closure;
  readonly requested: ReadonlySet<ServiceId>;
  readonly rows: ReadonlyMap<ServiceId, Service>;
  readonly stored: InstanceSettingValues;
  readonly given: GivenSettings;
}

/** Checks all settings that an install needs, at once. Pure. */
export function checkInstallSettings(input: InstallSettingsInput): CheckedInstall {
  const { closure, stored, given } = input;
  const split = splitSettings(
    given,
    closure.services.map(({ id }) => id),
  );
  const checked = instanceSettings({ ...stored, ...split.instance });
  const instance = 'settings' in checked ? checked.settings : undefined;
  const faults: Fault[] = [
    ...split.faults,
    ...('faults' in checked ? checked.faults : []),
    ...frozenFaults(stored, split.instance, input.rows.size > 0),
  ];
  const notes: string[] = exposureNotes(instance);
  const services = closure.services.map((service) => {
    const outcome = checkOne(service, split.services.get(service.id) ?? {}, input);
    const ports =
      input.rows.get(service.id)?.ports ?? hostPorts(service.definition, instance?.network.portOffset);
    faults.push(...outcome.faults, ...portFaults(service.id, ports));
    notes.push(...outcome.notes);
    const { settings, written, secrets } = outcome;
    return { ...service, settings, written, secrets, ports };
  });
  const changes = Object.fromEntries(
    Object.entries(split.instance).filter(
      ([name, value]) => stored[name as keyof InstanceSettingValues] !== value,
    ),
  );
  return { ...(instance === undefined ? {} : { instance }), changes, services, faults, notes };
}

/** A person should know before the plan runs, not after. */
function exposureNotes(instance: InstanceSettings | undefined): string[] {
  const open = instance?.network.bind === '0.0.0.0';
  return open
    ? ['network.bind is 0.0.0.0: every service is reachable from all networks of this machine']
    : [];
}

interface Outcome {
  readonly settings: Settings;
  readonly written: Settings;
  readonly secrets: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
  readonly notes: readonly string[];
}

function checkOne(service: ClosureService, given: Settings, input: InstallSettingsInput): Outcome {
  const row = input.rows.get(service.id);
  if (row !== undefined && !input.requested.has(service.id)) return keepAsItIs(row, given);
  const { settings, secrets, faults } = checkSettings(
    service.id,
    service.definition,
    { ...row?.settings, ...given },
    row === undefined ? new Set() : storedSecrets(row),
  );
  const named = Object.entries(settings).filter(([name]) => Object.hasOwn(given, name));
  const written = row === undefined ? settings : Object.fromEntries(named);
  return { settings, written, secrets, faults, notes: [] };
}

/** What a service needs was given when it was claimed: it is in the secret store, or sealed in the row on its way there. */
function storedSecrets(row: Service): ReadonlySet<string> {
  return new Set(row.status === 'absent' ? Object.keys(row.sealed) : secretSettingNames(row));
}

/** A dependency that is there is joined, not changed: the same values are welcome, others are a fault. */
function keepAsItIs(row: Service, given: Settings): Outcome {
  const secret = new Set(secretSettingNames(row));
  const names = Object.keys(given);
  const faults = names
    .filter((name) => !secret.has(name) && !isSame(row.settings[name], given[name]))
    .map((name) => ({
      field: `${row.id}.${name.slice(0, 60)}`,
      reason: `cannot be changed here, because ${row.id} is installed already; install ${row.id} itself with it`,
    }));
  const notes = names.some((name) => secret.has(name))
    ? [`${row.id} is installed already; its secret settings stay as they are`]
    : [];
  return { settings: row.settings, written: {}, secrets: {}, faults, notes };
}

function isSame(held: SettingValue | undefined, given: SettingValue | undefined): boolean {
  return String(held) === String(given);
}
