import type { CloudEvent } from '#contracts/cloud-event.ts';
import { fromCloudEvent } from '#contracts/cloud-event.ts';
import type { LoggedEvent } from '#contracts/events.ts';
import type { Plan } from '#domain/plan/plan.ts';
import type * as wire from '#sdk/generated/schema.ts';

/**
 * The domain's types of what the API sends. A test of the API proves that the wire's types are the domain's with ids as texts
 * and steps' arguments open, so the way back loses nothing but what JSON cannot say.
 */
export function toLoggedEvent(event: wire.CloudEvent): LoggedEvent {
  return fromCloudEvent(event as unknown as CloudEvent);
}

export function toPlan(plan: wire.Plan): Plan {
  return plan as unknown as Plan;
}
