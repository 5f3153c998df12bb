import { type InstanceSettingValues, instanceSettingDefaults } from './instance-settings.ts';

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** How long work waits for a host that is away before its task fails. */
export function hostPatienceSeconds(values: InstanceSettingValues): number {
  const text = String(values['hosts.patience'] ?? instanceSettingDefaults['hosts.patience']);
  const [, count = '6', unit = 'h'] = /^(\d+)([smhd])$/.exec(text) ?? [];
  return Number(count) * (unitSeconds[unit] ?? 1);
}
