import type { DeliveryRoute } from '#contracts/alerts.ts';

/** The durable work of telling sinks, one run for each route. Error of all: `temporal-unreachable`. */
export interface AlertDelivery {
  /** Something became due: the route's run looks at it now, and is started where there is none. */
  wake(route: DeliveryRoute): Promise<void>;
  /** Sees that a run is at work on the route; one that is there is left in peace. */
  ensure(route: DeliveryRoute): Promise<void>;
}
