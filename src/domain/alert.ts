import type { ServiceId } from './ids.ts';
import type { InstanceSettingValues } from './instance-settings.ts';

/** Every alert that Showrunner raises, by the name under which others receive it. */
export const alertTable = {
  /** Recovery has given up for now: the breaker is open. */
  ServiceDown: { severity: 'critical', slug: 'service-down' },
  /** The service comes and goes. */
  ServiceFlapping: { severity: 'warning', slug: 'service-flapping' },
} as const satisfies Record<string, { readonly severity: 'critical' | 'warning'; readonly slug: string }>;

export type AlertName = keyof typeof alertTable;
export type AlertSeverity = (typeof alertTable)[AlertName]['severity'];
export const alertNames = Object.keys(alertTable) as readonly AlertName[];
export const alertSeverities = ['critical', 'warning'] as const satisfies readonly AlertSeverity[];

/** One time that something was wrong with a service. At most one of a service and name is open. */
export interface Alert {
  readonly id: string;
  readonly service: ServiceId;
  readonly name: AlertName;
  readonly severity: AlertSeverity;
  readonly summary: string;
  readonly description: string;
  readonly raisedAt: string;
  /** Absent while it is open. */
  readonly resolvedAt?: string;
}

/** Where alerts go, each with the setting that holds its address. */
export const sinkSettings = {
  alertmanager: 'alerts.alertmanager.url',
  webhook: 'alerts.webhook.url',
} as const;

export type SinkName = keyof typeof sinkSettings;
export const sinkNames = Object.keys(sinkSettings) as readonly SinkName[];

/** What a sink is told of an alert. */
export type AlertMessage = 'raised' | 'resolved';
export const alertMessages = ['raised', 'resolved'] as const satisfies readonly AlertMessage[];

/** `failed`: refused, or given up after its deadline. `skipped`: the sink was not configured, or had switched itself off. */
export const deliveryStates = ['due', 'delivered', 'failed', 'skipped'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** A sink's address; undefined when there is none. It may hold a token of its receiver: never log it. */
export function sinkAddress(values: InstanceSettingValues, sink: SinkName): string | undefined {
  const address = values[sinkSettings[sink]];
  return typeof address === 'string' && address !== '' ? address : undefined;
}

/** `gone`: it wants no more. `refused`: the same words would be refused again. `unavailable`: later, it may go well. */
export type SinkAnswer =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'gone' | 'refused'; readonly detail: string }
  | { readonly outcome: 'unavailable'; readonly detail: string; readonly retryAfterMilliseconds?: number };

/** What an HTTP status means. Redirects are refusals: the address that was given is the one that is used. */
export function sinkAnswer(status: number, retryAfterMilliseconds?: number): SinkAnswer {
  const detail = `HTTP ${status}`;
  if (status >= 200 && status < 300) return { outcome: 'accepted' };
  if (status === 410) return { outcome: 'gone', detail };
  if (status !== 408 && status !== 429 && status < 500) return { outcome: 'refused', detail };
  return {
    outcome: 'unavailable',
    detail,
    ...(retryAfterMilliseconds === undefined ? {} : { retryAfterMilliseconds }),
  };
}

/** A text of somebody else's making, short enough for every receiver. */
export function bounded(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
