import type { Alert, AlertName, SinkName } from '#domain/alert.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { AlertNotice, NewEventOf } from './events.ts';

/** One sink's view of the alerts of one service and name: they are told one after the other. */
export interface DeliveryRoute {
  readonly service: ServiceId;
  readonly name: AlertName;
  readonly sink: SinkName;
}

/** What is to be done on a route after a look at it. */
export type NextDelivery =
  | { readonly next: 'more' | 'end' }
  /** The sink forgets; it must be told again. */
  | { readonly next: 'repeat'; readonly afterMilliseconds: number };

/**
 * Pauses between tries grow up to this. A receiver of webhooks may be away for long; an Alertmanager that comes back should know soon what
 * is wrong.
 */
export const longestRetryMilliseconds: Readonly<Record<SinkName, number>> = {
  alertmanager: 60_000,
  webhook: 600_000,
};

/** Signal, by name: something became due on the route. */
export const wakeSignalName = 'wake';

/** Id, time and correlation of an event; the time is the alert's own. */
export type AlertOccasion = Pick<NewEventOf<'alert.raised'>, 'id' | 'time' | 'correlationId'>;

export function alertRaised(alert: Alert, occasion: AlertOccasion): NewEventOf<'alert.raised'> {
  const { description, service } = alert;
  return { ...occasion, type: 'alert.raised', service, data: { ...noticeOf(alert), description } };
}

export function alertResolved(alert: Alert, occasion: AlertOccasion): NewEventOf<'alert.resolved'> {
  const { raisedAt, service } = alert;
  return { ...occasion, type: 'alert.resolved', service, data: { ...noticeOf(alert), raisedAt } };
}

function noticeOf({ id, name, severity, summary }: Alert): AlertNotice {
  return { alert: id, name, severity, summary };
}
