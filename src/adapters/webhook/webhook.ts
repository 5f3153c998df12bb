import { Webhook } from 'standardwebhooks';
import { type Alert, sinkAnswer } from '#domain/alert.ts';
import { postJson } from '#platform/post-json.ts';
import type { AlertPosting, AlertSink } from '#ports/alert-sink.ts';

/** A receiver of webhooks, signed as Standard Webhooks asks (standardwebhooks.com). */
export function createWebhookSink(): AlertSink {
  return {
    post: async (posting) => {
      const payload = payloadOf(posting);
      const headers = signed(posting, payload, await posting.secret());
      const reply = await postJson(posting.address, payload, headers);
      if ('failure' in reply) return { outcome: 'unavailable', detail: reply.failure };
      return sinkAnswer(reply.status, reply.retryAfterMilliseconds);
    },
  };
}

/** The id names the message, so it is the same at every try; the time is that of the try, as the receiver refuses old ones. */
function signed({ alert, message }: AlertPosting, payload: string, secret: string): Record<string, string> {
  const id = `alert_${alert.id}_${message}`;
  const now = new Date();
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, now, payload),
  };
}

/** The same bytes at every try: a raised alert says nothing of its resolution, which is a message of its own. */
function payloadOf({ alert, message, instance }: AlertPosting): string {
  const { resolvedAt, ...raised } = alert;
  const data: Alert & { readonly instance: string } =
    message === 'raised' || resolvedAt === undefined
      ? { ...raised, instance }
      : { ...raised, resolvedAt, instance };
  return JSON.stringify({ type: `alert.${message}`, timestamp: data.resolvedAt ?? data.raisedAt, data });
}
