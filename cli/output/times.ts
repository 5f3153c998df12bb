/** `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}

/** `just now`, `12 s ago`, `5 min ago`, `3 h ago`, `2 days ago`. */
export function ago(time: string, now: number): string {
  const seconds = Math.round((now - Date.parse(time)) / 1000);
  if (!Number.isFinite(seconds)) return '';
  if (seconds < 3) return 'just now';
  const [size, unit] = units.find(([least]) => seconds >= least) ?? [1, 's'];
  const count = Math.floor(seconds / size);
  return `${count} ${unit === 'day' && count > 1 ? 'days' : unit} ago`;
}

const units: readonly (readonly [number, string])[] = [
  [86_400, 'day'],
  [3600, 'h'],
  [60, 'min'],
];

/** `812 B`, `34 kB`, `120 MB`, `1.2 GB`, in powers of 1000 as registries count. */
export function bytes(count: number): string {
  if (count < 1000) return `${Math.round(count)} B`;
  const [size, unit] = sizes.find(([least]) => count >= least * 0.9995) ?? [1000, 'kB'];
  const value = count / size;
  return `${value < 9.95 && size > 1000 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

const sizes: readonly (readonly [number, string])[] = [
  [1e12, 'TB'],
  [1e9, 'GB'],
  [1e6, 'MB'],
];

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** The time of day here, with the date before it unless it is today: `20:15:04`, `2026-01-31 20:15:04`. */
export function clock(time: string, now: number, zone?: string): string {
  const [date = '', hour = ''] = localParts(Date.parse(time), zone);
  return date === localParts(now, zone)[0] ? hour : `${date} ${hour}`;
}

/** Day and time of day here. */
export function localParts(time: number, zone?: string): readonly string[] {
  if (!Number.isFinite(time)) return [];
  // Sweden writes dates as ISO 8601 does.
  const format = {
    dateStyle: 'short',
    timeStyle: 'medium',
    ...(zone === undefined ? {} : { timeZone: zone }),
  } as const;
  return new Intl.DateTimeFormat('sv-SE', format).format(time).split(' ');
}
