import type { BusyAnswer, BusyDefinition } from '#domain/busy.ts';
import type { HostId, ServiceId } from '#domain/ids.ts';
import type { ObservedService } from '#domain/observed.ts';
import type { Reconciliation } from '#ports/host-reconciler.ts';
import type { Looking } from '../central/contract.ts';

/** Activities of a host's queue, besides steps. */
export interface HostActivities {
  /** Looks once at all that a plan depends on. */
  observe(looking: Looking): Promise<ObservedService>;
  /** Has the engine no longer restart the service's containers by itself: while the breaker is open, tries are the monitor's alone. */
  letRest(service: ServiceId): Promise<void>;
  /** Takes that back: the engine restarts those of its containers that run. A name of its own, as an older host knows only `letRest`. */
  keepUp(service: ServiceId): Promise<void>;
  /** Asks the service once whether it is busy. Whatever is not a plain yes, in time, is a no. Error: the secret store's, the engine's. */
  askBusy(question: { readonly service: ServiceId; readonly probe: BusyDefinition }): Promise<BusyAnswer>;
  /**
   * Compares services with how they were made, and tells each one's monitor how it is, also when that is no news: what differs at
   * once, what the probes find as they find it. `services` must be there, so that one without a container is told as gone; without
   * it, all that the host has. Error: `engine-unreachable`, also while the host's watcher is not at work.
   */
  reconcileHost(host: HostId, services?: readonly ServiceId[]): Promise<Reconciliation>;
}

/** The one activity of a host's watch queue. */
export interface WatchActivities {
  /** Watches every service of the host until it is cancelled or its worker stops; heartbeats. */
  watchHost(host: HostId): Promise<void>;
}
