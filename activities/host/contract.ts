import type { HostId } from '#domain/ids.ts';
import type { ObservedService } from '#domain/observed.ts';
import type { Looking } from '../central/contract.ts';

/** Activities of a host's queue, besides steps. */
export interface HostActivities {
  /** Looks once at all that a plan depends on. */
  observe(looking: Looking): Promise<ObservedService>;
}

/** The one activity of a host's watch queue. */
export interface WatchActivities {
  /** Watches every service of the host until it is cancelled or its worker stops; heartbeats. */
  watchHost(host: HostId): Promise<void>;
}
