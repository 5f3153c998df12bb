import type { AlertName } from '../alert.ts';
import type { ServiceId } from '../ids.ts';
import type { Happening } from '../monitoring.ts';

/** What is remembered of a service's recovery. It outlives workers and monitors. */
export interface Recovery {
  /** Why it needs help; absent while it is well. */
  readonly trouble?: Trouble;
  /** Attempts that failed, one after the other. */
  readonly failures: number;
  /** Since when the breaker is open. */
  readonly openedAt?: string;
  /** No attempt before. */
  readonly nextTryAt?: string;
  /** Set from the end of trouble until good health has lasted. */
  readonly wellSince?: string;
  /** When the engine itself restarted it, oldest first; the recent ones. */
  readonly restarts: readonly string[];
  /** What keeps recovery from acting. */
  readonly held?: Hold;
  /** What became of each alert last. */
  readonly alerts: { readonly [Name in AlertName]?: 'raised' | 'resolved' };
}

export interface Trouble {
  readonly since: string;
  /** When it was last seen. */
  readonly seenAt: string;
  readonly cause: string;
  readonly happened?: Happening;
  /** When it was first found busy since. */
  readonly busySince?: string;
  /** It was seen before the last operation ended, and nobody has looked since. */
  readonly doubtful?: true;
}

export type Hold =
  | { readonly by: 'dependency'; readonly on: ServiceId; readonly since: string }
  | { readonly by: 'busy' | 'maintenance' | 'setting'; readonly since: string };

export const newRecovery: Recovery = { failures: 0, restarts: [], alerts: {} };

/** What recovery did or decided, for people: the data of an event. */
export interface RecoveryNote {
  readonly phase: RecoveryPhase;
  /** In words: why. */
  readonly cause: string;
  /** Number of the attempt since it was last well. */
  readonly attempt?: number;
  readonly nextTryAt?: string;
  readonly waitsFor?: ServiceId;
}

/**
 * `attempt`, `half-open`: a try begins, the latter while the breaker is open. `failed`, `recovered`: how it ended. `postponed`: it
 * ended for a reason that is not the service's, and does not count. `relapsed`: it did not stay well. `waiting`: something holds it back.
 */
export const recoveryPhases = [
  'attempt',
  'half-open',
  'failed',
  'recovered',
  'postponed',
  'relapsed',
  'waiting',
  'breaker-opened',
  'breaker-closed',
] as const;
export type RecoveryPhase = (typeof recoveryPhases)[number];

/** A recovery after something, with what there is to tell of it. */
export interface Step {
  readonly recovery: Recovery;
  readonly notes: readonly RecoveryNote[];
}
