import type { Definition, SettingDefinition, SettingValue } from './definition.ts';
import type { Fault } from './errors.ts';
import type { Settings } from './service.ts';

export interface CheckedSettings {
  /** Plain values, defaults filled in. */
  readonly settings: Settings;
  /** Secret values by setting name, still in the clear: the caller seals them at once. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
}

/**
 * Checks a definition's settings as given (texts, as from a flag, are turned into the setting's type). Every fault at once;
 * fields are named `<service>.<setting>`. `kept` names secret settings that the store has already.
 */
export function checkSettings(
  service: string,
  definition: Definition,
  given: Settings,
  kept: ReadonlySet<string> = new Set(),
): CheckedSettings {
  const faults: Fault[] = unknownNames(service, definition, given);
  const settings: Record<string, SettingValue> = {};
  const secrets: Record<string, string> = {};
  for (const [name, setting] of Object.entries(definition.settings)) {
    const field = `${service}.${name}`;
    const value = given[name] ?? setting.default;
    if (value === undefined || value === '') {
      if (setting.required && matters(setting, definition, given) && !kept.has(name))
        faults.push({ field, reason: missingReason(setting) });
      continue;
    }
    const read = readValue(setting, value);
    if ('reason' in read) faults.push({ field, reason: read.reason });
    else if (setting.secret) secrets[name] = String(read.value);
    else settings[name] = read.value;
  }
  return { settings, secrets, faults };
}

function unknownNames(service: string, definition: Definition, given: Settings): Fault[] {
  const known = Object.keys(definition.settings);
  const reason = known.length === 0 ? 'has no settings' : `is not a setting; there are ${known.join(', ')}`;
  return Object.keys(given)
    .filter((name) => !Object.hasOwn(definition.settings, name))
    .map((name) => ({ field: `${service}.${name.slice(0, 60)}`, reason }));
}

/** Whether the setting counts beside these values of the others; see SettingDefinition.when. */
export function matters(
  { when }: SettingDefinition,
  definition: Pick<Definition, 'settings'>,
  values: Settings,
): boolean {
  if (when === undefined) return true;
  const decider = values[when.setting] ?? definition.settings[when.setting]?.default;
  return String(decider) === String(when.equals);
}

function missingReason(setting: SettingDefinition): string {
  const choices = setting.choices === undefined ? '' : ` (one of ${setting.choices.join(', ')})`;
  const condition =
    setting.when === undefined ? '' : ` when ${setting.when.setting} is ${String(setting.when.equals)}`;
  return `is required${condition}: ${setting.title}${choices}`;
}

type Reading = { readonly value: SettingValue } | { readonly reason: string };

function readValue(setting: SettingDefinition, value: SettingValue): Reading {
  const text = String(value);
  if (/[\0\r\n]/.test(text) || text.length > 4096)
    return { reason: 'must be one line of at most 4096 characters' };
  return readers[setting.type](text, setting);
}

const readers: Readonly<
  Record<SettingDefinition['type'], (text: string, setting: SettingDefinition) => Reading>
> = {
  number: (text) =>
    text.trim() !== '' && Number.isFinite(Number(text))
      ? { value: Number(text) }
      : { reason: 'must be a number' },
  boolean: (text) =>
    text === 'true' || text === 'false' ? { value: text === 'true' } : { reason: 'must be true or false' },
  choice: (text, { choices = [] }) =>
    choices.includes(text) ? { value: text } : { reason: `must be one of ${choices.join(', ')}` },
  text: (text, { pattern, secret }) => {
    if (pattern === undefined || new RegExp(`^(?:${pattern})$`, 'u').test(text)) return { value: text };
    return { reason: secret ? 'does not have the expected form' : `must match ${pattern}` };
  },
};
