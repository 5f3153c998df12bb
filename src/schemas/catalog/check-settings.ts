import type { Issue } from './issue.ts';
import type { ServiceFile } from './service-file.ts';
import type { SettingFile } from './setting.ts';

/** Settings must be coherent in themselves and with each other. */
export function checkSettings(file: ServiceFile): readonly Issue[] {
  const { settings, secrets } = file['x-showrunner'];
  return Object.entries(settings).flatMap(([name, setting]) => {
    const at = (key: string, reason: string | undefined): readonly Issue[] =>
      reason === undefined ? [] : [{ path: ['x-showrunner', 'settings', name, key], reason }];
    return [
      ...at('choices', choicesReason(setting)),
      ...at('pattern', setting.pattern !== undefined && setting.type !== 'text' ? 'is for texts' : undefined),
      ...at('secret', secretReason(name, setting, secrets)),
      ...at('default', setting.default === undefined ? undefined : valueReason(setting, setting.default)),
      ...at('when', whenReason(setting, settings)),
    ];
  });
}

type Value = NonNullable<SettingFile['default']>;

function choicesReason({ type, choices }: SettingFile): string | undefined {
  if (type === 'choice') return choices === undefined ? 'is required for a choice' : undefined;
  return choices === undefined ? undefined : 'is for a choice';
}

function secretReason(name: string, setting: SettingFile, secrets: object): string | undefined {
  if (!setting.secret) return undefined;
  if (setting.type !== 'text') return 'must be a text';
  if (setting.default !== undefined) return 'may not have a default';
  return Object.hasOwn(secrets, name) ? 'has the name of a generated secret' : undefined;
}

function valueReason(setting: SettingFile, value: Value): string | undefined {
  const { type, choices, pattern = '.*' } = setting;
  if (type === 'choice')
    return choices?.includes(String(value)) !== false ? undefined : 'is not one of the choices';
  if (type === 'number' || type === 'boolean') return typeof value === type ? undefined : `must be a ${type}`;
  if (typeof value !== 'string') return 'must be a text';
  return new RegExp(`^(?:${pattern})$`, 'u').test(value) ? undefined : 'does not match the pattern';
}

function whenReason(
  { when }: SettingFile,
  settings: Readonly<Record<string, SettingFile>>,
): string | undefined {
  if (when === undefined) return undefined;
  const decider = settings[when.setting];
  if (decider === undefined) return `names ${when.setting}, which is not a setting`;
  return valueReason(decider, when.equals) === undefined
    ? undefined
    : `expects ${String(when.equals)}, which ${when.setting} never is`;
}
