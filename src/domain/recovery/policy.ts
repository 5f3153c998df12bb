/** Attempts before the breaker opens. */
export const attemptsBeforeBreaker = 3;
/** Pause after the n-th failure: n times this. */
const backoffSeconds = 30;
/** Pauses between half-open tries; the last one is kept for as long as it takes. */
const halfOpenMinutes = [5, 10, 20, 40, 60] as const;

/** An engine that restarts what ended does so at once, and then all that is left to do is to let it start. */
export const engineGraceSeconds = 10;
/** A watcher that looks again after an operation has said so by then. */
export const doubtGraceSeconds = 5;
/** A dependent often comes round by itself once what it needs is back. */
export const dependencyGraceSeconds = 5;
/** Pause after an attempt that ended for a reason that is not the service's. */
export const postponedSeconds = 30;
/** Whoever cancelled an attempt is about to begin something. */
export const cancelledSeconds = 15;
/** A mark on the row may be set right by whoever made it. */
export const failedRowSeconds = 30;

/** Good health counts as lasting after this; a lapse before is the last attempt's failure. */
export const stableSeconds = 120;
export const stableAfterBreakerSeconds = 300;

/** More restarts by the engine within the window are a crash loop. */
export const crashLoopRestarts = 4;
export const crashLoopSeconds = 600;

/** How long one that requires others leaves it to them, before it tries itself in spite of that. */
export const dependencyWaitSeconds = 600;
/** How often a busy service is asked again. How long being busy counts is its definition's say. */
export const busyAgainSeconds = 60;

/**
 * How often a monitor that a maintenance window holds back looks whether it is still open. It is signalled when a window ends early; when
 * that got lost, five minutes are what a first half-open try would have taken, and 288 looks a day cost four seconds of a processor.
 */
export const maintenanceAgainSeconds = 300;

/** Pause after the n-th failure in a row; `open` once the breaker is. */
export function pauseAfter(failures: number, open: boolean): number {
  if (!open) return backoffSeconds * Math.min(failures, attemptsBeforeBreaker);
  const tries = Math.max(0, failures - attemptsBeforeBreaker);
  return 60 * (halfOpenMinutes[Math.min(tries, halfOpenMinutes.length - 1)] ?? 60);
}

export function later(time: string, seconds: number): string {
  return new Date(Date.parse(time) + seconds * 1000).toISOString();
}

export function isPast(time: string, now: string): boolean {
  return Date.parse(time) <= Date.parse(now);
}

export function laterOf(one: string | undefined, other: string): string {
  return one === undefined || Date.parse(one) < Date.parse(other) ? other : one;
}
