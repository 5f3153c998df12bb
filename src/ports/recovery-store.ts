import type { NewEvent } from '#contracts/events.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { Recovery } from '#domain/recovery/recovery.ts';

/** What recovery must remember whatever dies, and when it is to keep still. Each method is one transaction. Error of all: `database-unreachable`. */
export interface RecoveryStore {
  /** A new one for a service of which nothing is remembered. */
  get(service: ServiceId): Promise<KeptRecovery>;
  /**
   * Keeps it, with its events. `after.revision` is what `get` said: when somebody has kept another one since, nothing happens. Only
   * a try that was given up comes too late like that, for a service has one monitor.
   */
  save(service: ServiceId, after: KeptRecovery, events: readonly NewEvent[]): Promise<void>;
  /** Services that wait for this one. */
  waitingFor(service: ServiceId): Promise<readonly ServiceId[]>;

  /** A repeat with the same id changes that window. */
  putWindow(window: MaintenanceWindow): Promise<void>;
  /** An unknown one is success. */
  removeWindow(id: string): Promise<void>;
  /** Those that have not ended, by their beginning. */
  windows(now: string): Promise<readonly MaintenanceWindow[]>;
  /** The window in which the service is now; of several, the one that ends last. */
  windowOf(service: ServiceId, now: string): Promise<MaintenanceWindow | undefined>;
}

export interface KeptRecovery {
  readonly recovery: Recovery;
  /** Names the last thing that was taken in, so that a repeat is known. */
  readonly applied?: string;
  readonly revision: number;
}

/** Recovery keeps still from `startsAt` until `endsAt`. */
export interface MaintenanceWindow {
  readonly id: string;
  /** Absent: all services. */
  readonly service?: ServiceId;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly reason: string;
}
