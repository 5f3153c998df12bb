import type { Fault } from './errors.ts';
import {
  absolutePath,
  between,
  ipv4Address,
  ipv4Range,
  matches,
  sinkUrl,
  timezone,
  userNumber,
} from './setting-checks.ts';

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
    check: matches(
      /^$|^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/,
      'must be a registry such as mirror.lan:5000',
    ),
  },
  'recovery.drift': {
    type: 'text',
    required: false,
    check: matches(/^(repair|report)$/, 'must be repair or report'),
  },
  'hosts.patience': {
    type: 'text',
    required: false,
    check: matches(/^[1-9]\d{0,3}[smhd]$/, 'must be a time such as 90s, 30m or 6h'),
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
  'hosts.patience': '6h',
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

/** What cannot change under services that are there: their folders would stay behind, and new ones be empty. */
export function frozenFaults(
  stored: InstanceSettingValues,
  given: InstanceSettingValues,
  installed: boolean,
): readonly Fault[] {
  const name = 'paths.config';
  const moved = stored[name] !== undefined && given[name] !== undefined && stored[name] !== given[name];
  if (!installed || !moved) return [];
  return [
    { field: name, reason: `is ${stored[name]}, where the folders of installed services are; it stays` },
  ];
}
