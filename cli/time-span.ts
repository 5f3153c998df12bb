import { CommandFailure } from './failure.ts';

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The milliseconds in `30m`, `2h` or `1d`, given with a flag. */
export function timeSpan(flag: string, text: string): number {
  const [, count, unit = ''] = /^(\d{1,4})(m|h|d)$/.exec(text) ?? [];
  const size = units[unit];
  if (count !== undefined && size !== undefined) return Number(count) * size;
  throw new CommandFailure('usage', 'invalid-input', `${flag} ${text} is no time.`, 'Say 30m, 2h or 1d.');
}
