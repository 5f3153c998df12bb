import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { type DeliveryRoute, longestRetryMilliseconds, type NextDelivery } from '#contracts/alerts.ts';
import { bounded, type SinkAnswer, type SinkName } from '#domain/alert.ts';
import type { AlertSink, AlertSinks } from '#ports/alert-sink.ts';
import type { Delivery, Settlement } from '#ports/alert-store.ts';
import type { AlertPorts } from './alerts.ts';
import type { CentralActivities } from './contract.ts';
import { countRefusals, type RefusalCounter } from './refusals.ts';
import { sinkTarget } from './sink-target.ts';
import { type WebhookSecretPorts, webhookSecret } from './webhook-secret.ts';

export interface PostPorts extends Pick<AlertPorts, 'alerts' | 'settings'>, WebhookSecretPorts {
  readonly sinks: AlertSinks;
  readonly instance: { readonly name: string };
}

/** A sink that is away is tried for a day; an open alert goes on being told to one that forgets. */
const deadlineMilliseconds = 24 * 3_600_000;
/** A refusal may be that of a proxy whose application is just being put there. */
const refusedAttempts = 5;

/** See `CentralActivities.postAlert`. What is due is read anew at every try, so a late try says what holds by then. */
export function postAlert(ports: PostPorts): CentralActivities['postAlert'] {
  return async (route) => {
    const refusals = countRefusals();
    try {
      return await postNext(route, refusals, ports);
    } catch (error) {
      refusals.keep();
      throw error;
    }
  };
}

async function postNext(
  route: DeliveryRoute,
  refusals: RefusalCounter,
  ports: PostPorts,
): Promise<NextDelivery> {
  const delivery = await ports.alerts.nextDelivery(route);
  const sink = ports.sinks[route.sink];
  if (delivery === undefined) return { next: 'end' };
  if (delivery.state !== 'due' && sink.repeatMilliseconds === undefined) return { next: 'end' };
  const posted = { route, delivery, ports };
  const target = await sinkTarget(route.sink, ports);
  if ('unusable' in target)
    return conclude('skipped', target.unusable, { ...posted, revision: target.revision });
  const answer = await sink.post({
    alert: delivery.alert,
    message: delivery.message,
    instance: ports.instance.name,
    address: target.address,
    secret: () => webhookSecret(ports),
  });
  return take(answer, { ...posted, sink, refusals, revision: target.revision });
}

interface Posted {
  readonly route: DeliveryRoute;
  readonly delivery: Delivery;
  readonly ports: PostPorts;
  /** Of the settings that named the sink. */
  readonly revision: number;
}

interface Answered extends Posted {
  readonly sink: AlertSink;
  readonly refusals: RefusalCounter;
}

async function take(answer: SinkAnswer, posted: Answered): Promise<NextDelivery> {
  const { delivery, ports, route, sink, refusals, revision } = posted;
  switch (answer.outcome) {
    case 'accepted':
      if (delivery.state !== 'delivered') await conclude('delivered', '', posted);
      return afterDelivery(delivery, sink);
    case 'gone': {
      const reason = `it wants no more: ${answer.detail}`;
      await ports.alerts.switchOff(route.sink, { revision, reason, at: new Date().toISOString() });
      return conclude('skipped', reason, posted);
    }
    case 'refused':
      if (refusals.add(`${delivery.alert.id}/${delivery.message}`) < refusedAttempts)
        throw notYet(route.sink, answer.detail);
      return conclude('failed', `it refused: ${answer.detail}`, posted);
    case 'unavailable':
      if (!isOverdue(delivery, sink)) throw notYet(route.sink, answer.detail, answer.retryAfterMilliseconds);
      return conclude('failed', `given up after 24 h: ${answer.detail}`, posted);
  }
}

async function conclude(
  state: Settlement['state'],
  detail: string,
  { delivery, ports, route, revision }: Posted,
): Promise<NextDelivery> {
  await ports.alerts.settle({
    alert: delivery.alert.id,
    sink: route.sink,
    message: delivery.message,
    state,
    detail: bounded(detail, 200),
    at: new Date().toISOString(),
    revision,
  });
  return { next: 'more' };
}

function afterDelivery({ alert, message }: Delivery, { repeatMilliseconds }: AlertSink): NextDelivery {
  const forgets = repeatMilliseconds !== undefined && message === 'raised';
  return forgets && alert.resolvedAt === undefined
    ? { next: 'repeat', afterMilliseconds: repeatMilliseconds }
    : { next: 'more' };
}

function isOverdue({ alert, state, at }: Delivery, { repeatMilliseconds }: AlertSink): boolean {
  const goesOn = repeatMilliseconds !== undefined && alert.resolvedAt === undefined;
  return state === 'due' && !goesOn && Date.now() - Date.parse(at) > deadlineMilliseconds;
}

/**
 * To be tried again, not before the pause that the sink asked for. A shorter one than our own does not count: a sink must not make itself
 * be asked without end, once a second, for a day.
 */
function notYet(sink: SinkName, detail: string, asked = 0): ApplicationFailure {
  const own = Math.min(1000 * 2 ** (activityInfo().attempt - 1), longestRetryMilliseconds[sink]);
  return ApplicationFailure.create({
    message: `${sink} is not to be had: ${detail}.`,
    type: 'app-unreachable',
    category: ApplicationFailureCategory.BENIGN,
    ...(asked > own ? { nextRetryDelay: asked } : {}),
  });
}
