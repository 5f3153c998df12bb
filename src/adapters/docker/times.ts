/**
 * The engine writes nanoseconds and drops trailing zeros, so its times compare neither as text nor as milliseconds.
 * Both forms below keep every digit.
 */
export function nanoseconds(time: string): bigint {
  const fraction = /\.(\d{1,9})/.exec(time)?.[1] ?? '';
  const seconds = BigInt(Math.floor(Date.parse(time.replace(/\.\d+/, '')) / 1000));
  return seconds * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
}

/** RFC 3339 as the engine's `since` parameters want it: seconds and nanoseconds of Unix time. */
export function unixTime(time: string): string {
  const total = nanoseconds(time);
  return `${total / 1_000_000_000n}.${(total % 1_000_000_000n).toString().padStart(9, '0')}`;
}

/** The engine's word for never. */
export function isNever(time: string): boolean {
  return time === '' || time.startsWith('0001-01-01');
}
