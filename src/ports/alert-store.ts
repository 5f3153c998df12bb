import type { AlertOccasion, DeliveryRoute } from '#contracts/alerts.ts';
import type {
  Alert,
  AlertMessage,
  AlertName,
  AlertSeverity,
  DeliveryState,
  SinkName,
} from '#domain/alert.ts';
import type { ServiceId } from '#domain/ids.ts';

/** Alerts, and what became of telling each sink. Each method is one transaction. Error of all: `database-unreachable`. */
export interface AlertStore {
  /**
   * Raises the alert, with its event, and makes it due for each sink. While one of the same service and name is open, nothing
   * happens; nor when there is one with this id.
   */
  raise(raising: Raising): Promise<void>;
  /**
   * Resolves the open alert, with its event, and makes the resolution due for the sinks that the alert was due for. Nothing
   * happens when none is open, nor for an event that is logged already.
   */
  resolve(resolving: Resolving): Promise<void>;
  /** Newest first. */
  list(query: AlertQuery): Promise<readonly AlertRecord[]>;

  /**
   * Makes the open alerts due for sinks that do not know of them; for those that failed or were skipped only when the settings of the
   * instance have another revision since.
   */
  enlist(sinks: readonly SinkName[], now: { readonly at: string; readonly revision: number }): Promise<void>;
  /** Routes on which something is due; for the `repeating` sinks also those of open alerts that they were told of. */
  routes(query?: RouteQuery): Promise<readonly DeliveryRoute[]>;
  /** What a sink is to be told next: the oldest that is due, or else the open alert that it was told of. */
  nextDelivery(route: DeliveryRoute): Promise<Delivery | undefined>;
  /** Records what became of it. An alert that is no longer kept is success. */
  settle(settlement: Settlement): Promise<void>;

  /** The sink asked to be left alone; it is until the settings of the instance are changed. */
  switchOff(sink: SinkName, off: SwitchedOff): Promise<void>;
  switchedOff(sink: SinkName): Promise<SwitchedOff | undefined>;

  /** Removes the oldest resolved alerts beyond retention; returns how many. */
  prune(): Promise<number>;
}

export interface Raising {
  /** The same for every try of the same thing. */
  readonly id: string;
  readonly service: ServiceId;
  readonly name: AlertName;
  readonly severity: AlertSeverity;
  readonly summary: string;
  readonly description: string;
  readonly sinks: readonly SinkName[];
  readonly event: AlertOccasion;
}

export interface Resolving {
  readonly service: ServiceId;
  readonly name: AlertName;
  readonly event: AlertOccasion;
}

export interface AlertQuery {
  readonly limit: number;
  readonly state?: 'open' | 'resolved';
  readonly service?: ServiceId;
}

export interface AlertRecord {
  readonly alert: Alert;
  /** In order of sinks, then messages. */
  readonly deliveries: readonly DeliveryRecord[];
}

export interface DeliveryRecord {
  readonly sink: SinkName;
  readonly message: AlertMessage;
  readonly state: DeliveryState;
  /** In words, how it went; empty while there is nothing to say. */
  readonly detail: string;
  readonly at: string;
}

export interface RouteQuery {
  readonly service?: ServiceId;
  readonly name?: AlertName;
  readonly repeating?: readonly SinkName[];
}

export interface Delivery {
  readonly alert: Alert;
  readonly message: AlertMessage;
  readonly state: DeliveryState;
  /** When it got this state. */
  readonly at: string;
}

export interface Settlement {
  /** The alert's id. */
  readonly alert: string;
  readonly sink: SinkName;
  readonly message: AlertMessage;
  readonly state: Exclude<DeliveryState, 'due'>;
  readonly detail: string;
  readonly at: string;
  /** Of the instance's settings at that time. */
  readonly revision: number;
}

export interface SwitchedOff {
  /** Revision of the instance's settings at that time. */
  readonly revision: number;
  readonly reason: string;
  readonly at: string;
}
