import { type Alert, sinkAnswer } from '#domain/alert.ts';
import { postJson } from '#platform/post-json.ts';
import type { AlertSink } from '#ports/alert-sink.ts';

export interface AlertmanagerTimes {
  /** How often an open alert is told again. */
  readonly repeatMilliseconds: number;
  /** How long it holds an alert that it is told of no more. */
  readonly holdMilliseconds: number;
}

/**
 * Alertmanager keeps alerts in memory alone, and only until their `endsAt`. So an open alert is told again every two minutes, which
 * bounds how long a restarted Alertmanager lacks it; and each time its end is set ten minutes ahead, so that four times may be lost,
 * as while Showrunner itself is being updated, before it takes the silence for a resolution.
 */
const times: AlertmanagerTimes = { repeatMilliseconds: 120_000, holdMilliseconds: 600_000 };

/** Alertmanager's API, version 2. */
export function createAlertmanagerSink({
  repeatMilliseconds,
  holdMilliseconds,
}: AlertmanagerTimes = times): AlertSink {
  return {
    repeatMilliseconds,
    post: async ({ alert, instance, address }) => {
      const reply = await postJson(endpoint(address), body(alert, instance, holdMilliseconds));
      if ('failure' in reply) return { outcome: 'unavailable', detail: reply.failure };
      return sinkAnswer(reply.status, reply.retryAfterMilliseconds);
    },
  };
}

/** Below the address, which may have a path (`--web.route-prefix`). */
function endpoint(address: string): string {
  const url = new URL(address);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/api/v2/alerts`;
  return url.href;
}

/**
 * Labels are the alert's identity there: the same when it is told again and when it is resolved. What it is told is the alert as it is
 * now, so a message that comes late says nothing that has passed.
 */
function body(alert: Alert, instance: string, holdMilliseconds: number): string {
  const { service, name, severity, summary, description, raisedAt, resolvedAt } = alert;
  const posted = {
    labels: { alertname: name, service, instance, severity },
    annotations: { summary, description },
    startsAt: raisedAt,
    endsAt: resolvedAt ?? new Date(Date.now() + holdMilliseconds).toISOString(),
  };
  return JSON.stringify([posted]);
}
