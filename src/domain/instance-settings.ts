import type { Fault } from './errors.ts';

/** Settings of the instance as a whole. */
export interface InstanceSettings {
  readonly paths: {
    /** Root of media and downloads; nothing below it is ever removed. */
    readonly data: string;
    /** Root of the services' own folders. */
    readonly config: string;
  };
  readonly user: { readonly uid: number; readonly gid: number; readonly umask: string };
  readonly timezone: string;
  readonly network: {
    /** IPv4 range from which networks get their subnets. */
    readonly pool: string;
    /** Host address on which services are published. */
    readonly bind: string;
    /** Added to a definition's port to make the host's port. */
    readonly portOffset: number;
  };
  readonly images: {
    /** Registry that replaces the vendors' ones in pulls; empty for none. */
    readonly mirror: string;
  };
}

/** Keys as a person writes them in `--set`, each with the reason why a value is refused. */
export const instanceSettingKeys = {
  'paths.data': { type: 'text', required: true, check: absolutePath },
  'paths.config': { type: 'text', required: true, check: absolutePath },
  'user.uid': { type: 'number', required: true, check: userNumber },
  'user.gid': { type: 'number', required: true, check: userNumber },
  'user.umask': {
    type: 'text',
    required: true,
    check: matches(/^0?[0-7]{3}$/, 'must be an octal mask such as 002'),
  },
  timezone: { type: 'text', required: true, check: timezone },
  'network.pool': { type: 'text', required: true, check: ipv4Range },
  'network.bind': { type: 'text', required: true, check: ipv4Address },
  'network.portOffset': { type: 'number', required: true, check: between(0, 50_000) },
  'images.mirror': {
    type: 'text',
    required: false,
    check: matches(/^$|^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._/-]+)?$/, 'must be a registry such as mirror.lan:5000'),
  },
  'recovery.drift': {
    type: 'text',
    required: false,
    check: matches(/^(repair|report)$/, 'must be repair or report'),
  },
  'alerts.alertmanager.url': { type: 'text', required: false, check: sinkUrl },
  'alerts.webhook.url': { type: 'text', required: false, check: sinkUrl },
} as const satisfies Record<string, InstanceSettingKey>;

export type InstanceSettingName = keyof typeof instanceSettingKeys;
/** A partial set, as a person gives it. */
export type InstanceSettingValues = { readonly [Name in InstanceSettingName]?: string | number };

interface InstanceSettingKey {
  readonly type: 'text' | 'number';
  readonly required: boolean;
  readonly check: (value: string | number) => string | undefined;
}

export const instanceSettingDefaults: InstanceSettingValues = {
  'user.umask': '002',
  timezone: 'UTC',
  'network.pool': '10.208.0.0/12',
  'network.bind': '127.0.0.1',
  'network.portOffset': 0,
  'images.mirror': '',
  'recovery.drift': 'repair',
  'alerts.alertmanager.url': '',
  'alerts.webhook.url': '',
};

export function isInstanceSettingName(name: string): name is InstanceSettingName {
  return Object.hasOwn(instanceSettingKeys, name);
}

/** Checks what is given and what is missing; all faults at once. */
export function instanceSettings(
  values: InstanceSettingValues,
): { readonly settings: InstanceSettings } | { readonly faults: readonly Fault[] } {
  const merged = { ...instanceSettingDefaults, ...values };
  const faults = Object.entries(instanceSettingKeys).flatMap(([field, key]) =>
    faultOf(field, key, merged[field as InstanceSettingName]),
  );
  if (areNested(merged)) faults.push({ field: 'paths.config', reason: nestedReason });
  if (faults.length > 0) return { faults };
  const text = (name: InstanceSettingName) => String(merged[name] ?? '');
  const number = (name: InstanceSettingName) => Number(merged[name]);
  return {
    settings: {
      paths: { data: text('paths.data'), config: text('paths.config') },
      user: { uid: number('user.uid'), gid: number('user.gid'), umask: text('user.umask') },
      timezone: text('timezone'),
      network: {
        pool: text('network.pool'),
        bind: text('network.bind'),
        portOffset: number('network.portOffset'),
      },
      images: { mirror: text('images.mirror') },
    },
  };
}

function faultOf(
  field: string,
  key: InstanceSettingKey,
  value: string | number | undefined,
): readonly Fault[] {
  if (value === undefined) return key.required ? [{ field, reason: 'is required' }] : [];
  const reason = key.check(value);
  return reason === undefined ? [] : [{ field, reason }];
}

const nestedReason =
  'must neither be below paths.data, where nothing is ever removed, nor above or equal to it';

function areNested({ 'paths.data': data, 'paths.config': config }: InstanceSettingValues): boolean {
  if (data === undefined || config === undefined) return false;
  if ([data, config].some((path) => absolutePath(path) !== undefined)) return false;
  return `${config}/`.startsWith(`${data}/`) || `${data}/`.startsWith(`${config}/`);
}

function absolutePath(value: string | number): string | undefined {
  const text = String(value);
  const parts = text.split('/').slice(1);
  // Removals are checked by comparing the beginnings of paths, so each path has one way to be written.
  const sound =
    text.startsWith('/') &&
    parts.every((part) => /^[^\p{Cc}:]+$/u.test(part) && part !== '.' && part !== '..');
  return sound ? undefined : 'must be an absolute path without empty parts, .., . and :';
}

function userNumber(value: string | number): string | undefined {
  const number = Number(value);
  return Number.isInteger(number) && number > 0 && number < 2 ** 31
    ? undefined
    : 'must be a whole number above 0 (never root)';
}

function timezone(value: string | number): string | undefined {
  return /^[A-Za-z0-9_+-]+(\/[A-Za-z0-9_+-]+){0,2}$/.test(String(value))
    ? undefined
    : 'must be a name such as Europe/Vienna';
}

function ipv4Range(value: string | number): string | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(String(value));
  const sound =
    match?.slice(1, 5).every((octet) => Number(octet) <= 255) === true &&
    between(8, 24)(match[5] ?? '') === undefined;
  return sound ? undefined : 'must be an IPv4 range such as 10.208.0.0/12, between /8 and /24';
}

function ipv4Address(value: string | number): string | undefined {
  const octets = String(value).split('.');
  const sound =
    octets.length === 4 && octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) <= 255);
  return sound ? undefined : 'must be an IPv4 address';
}

/** Credentials in an address would end up wherever the settings are shown; a fragment is never sent. */
function sinkUrl(value: string | number): string | undefined {
  const text = String(value);
  if (text === '') return undefined;
  const url = text.length <= 2048 && /^[\x21-\x7e]+$/.test(text) ? URL.parse(text) : null;
  const sound =
    url !== null &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.username === '' &&
    url.password === '' &&
    !text.includes('#');
  return sound ? undefined : 'must be an http:// or https:// address without a user, a password and #';
}

function between(low: number, high: number): (value: string | number) => string | undefined {
  return (value) => {
    const number = Number(value);
    return Number.isInteger(number) && number >= low && number <= high
      ? undefined
      : `must be a whole number from ${low} to ${high}`;
  };
}

function matches(pattern: RegExp, reason: string): (value: string | number) => string | undefined {
  return (value) => (pattern.test(String(value)) ? undefined : reason);
}
