import type { Health } from '#domain/health.ts';
import type { Happening } from '#domain/monitoring.ts';

export type { Happening };

/** What a host's watcher tells a service's monitor. Changes only. */
export interface Observation {
  /** RFC 3339. */
  readonly at: string;
  readonly health: Health;
  /** In words: the last probe's answer, an exit code, that the container is gone. */
  readonly cause: string;
  /** An `event` happened and is told whatever follows it; what a `probe` found is void once a newer word is there. */
  readonly source?: 'event' | 'probe';
  /** Set by an event: what happened to a container. */
  readonly happened?: Happening;
  /** Containers that the engine itself has restarted since the last word; absent means none. */
  readonly restarts?: number;
}

/** What a host's watcher tells the host's supervision. */
export interface HostReport {
  readonly at: string;
  readonly reachable: boolean;
  readonly cause: string;
}

/** Signals, by name. */
export const observationSignalName = 'observation';
export const stopSignalName = 'stop';
/** Asks a monitor to look anew: something that it waits for may have come. */
export const reviewSignalName = 'review';
export const hostReportSignalName = 'hostReport';
