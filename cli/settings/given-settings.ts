import { DomainError, type Fault } from '#domain/errors.ts';
import { readAssignments } from './read-assignments.ts';
import { readSettingsFile } from './read-settings-file.ts';

/** Settings as texts by their dotted names; the API turns them into what each setting is. */
export type SettingTexts = Readonly<Record<string, string>>;

export interface GivenSettings {
  readonly values: SettingTexts;
  /** Names whose values stood on the command line itself, where other users of the machine see them. */
  readonly inline: readonly string[];
  /** The file, where others than its owner may read it. */
  readonly exposedFile?: string;
}

export interface SettingFlags {
  readonly set: readonly string[];
  readonly settings?: string | undefined;
}

/** What `--settings` and `--set` say; the latter wins. All faults at once, and never a value in one. */
export async function readGivenSettings({ set, settings }: SettingFlags): Promise<GivenSettings> {
  const assigned = await readAssignments(set);
  const file = settings === undefined ? undefined : await readSettingsFile(settings);
  const faults: readonly Fault[] = [...assigned.faults, ...(file?.faults ?? [])];
  if (faults.length > 0) {
    const list = faults.map(({ field, reason }) => `${field} ${reason}`).join('; ');
    throw new DomainError('invalid-input', `The settings are not valid: ${list}.`, { faults });
  }
  return {
    values: { ...file?.values, ...assigned.values },
    inline: assigned.inline,
    ...(settings !== undefined && file?.exposed === true ? { exposedFile: settings } : {}),
  };
}
