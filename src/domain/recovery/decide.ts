import type { Health } from '../health.ts';
import type { DesiredState, ServiceStatus } from '../lifecycle.ts';
import type { Happening } from '../monitoring.ts';
import { type Askable, checkBusy } from './busy.ts';
import { type DownService, findHold } from './hold.ts';
import {
  attemptsBeforeBreaker,
  failedRowSeconds,
  isPast,
  later,
  laterOf,
  pauseAfter,
  stableAfterBreakerSeconds,
  stableSeconds,
} from './policy.ts';
import { newRecovery, type Recovery, type RecoveryNote, type Step, type Trouble } from './recovery.ts';

/** All that a decision depends on besides what is remembered. */
export interface Situation {
  readonly status: ServiceStatus;
  readonly desired: DesiredState;
  readonly health: Health;
  /** An operation is at work on the service. */
  readonly owned: boolean;
  /** What it requires and what is down, the one to wait for first. */
  readonly down: readonly DownService[];
  readonly maintenance?: { readonly until: string; readonly reason: string };
  /** Set for one that can say whether it is at something that must not be broken off: a library scan, a database's optimise. */
  readonly busy?: Askable;
  /** Whether drift is repaired or only reported. */
  readonly drift: 'repair' | 'report';
}

/**
 * `rest`: until there is news. `stand-aside`: until the operation that is at work has ended. `ask`: whether it is busy, and then decide
 * by the answer.
 */
export type Move =
  | { readonly do: 'rest' | 'stand-aside' }
  | { readonly do: 'ask' }
  | { readonly do: 'wait'; readonly until: string }
  | { readonly do: 'attempt'; readonly cause: string; readonly happened?: Happening };

export interface Decision extends Step {
  readonly move: Move;
}

/** What to do next. Asked again with what it returned, it decides alike. */
export function decide(recovery: Recovery, situation: Situation, now: string): Decision {
  const { desired, status } = situation;
  if (desired !== 'running' || status === 'absent' || status === 'stopped') return switchedOff(recovery);
  if (situation.owned) return { recovery, notes: [], move: { do: 'stand-aside' } };
  const settled = settle(asRowSays(recovery, situation, now), now);
  const { trouble } = settled.recovery;
  const decision =
    trouble === undefined
      ? decideWell(settled.recovery, situation, now)
      : decideAiling({ ...settled.recovery, trouble }, situation, now);
  return { ...decision, notes: [...settled.notes, ...decision.notes] };
}

/** A person does not want it to run: nothing of before counts when it is started again. */
function switchedOff(recovery: Recovery): Decision {
  const notes: readonly RecoveryNote[] =
    recovery.openedAt === undefined ? [] : [{ phase: 'breaker-closed', cause: 'it is not to run' }];
  return { recovery: { ...newRecovery, alerts: resolved(recovery) }, notes, move: { do: 'rest' } };
}

/** What others have written into the row since: an operation that found it well, or one that failed. */
function asRowSays(recovery: Recovery, { status, health }: Situation, now: string): Recovery {
  const { trouble, nextTryAt: _next, held: _held, ...rest } = recovery;
  const over = trouble !== undefined && trouble.doubtful !== true && health === 'healthy';
  if (over && status !== 'failed') return { ...rest, wellSince: now };
  if (trouble !== undefined || status !== 'failed') return recovery;
  const { wellSince: _well, ...ailing } = recovery;
  const cause = health === 'healthy' ? 'it is well, but counts as failed' : 'its last operation failed';
  const nextTryAt = laterOf(recovery.nextTryAt, later(now, failedRowSeconds));
  return { ...ailing, trouble: { since: now, seenAt: now, cause }, nextTryAt };
}

/** Good health that has lasted ends the matter: the breaker closes, alerts are resolved, counting begins anew. */
function settle(recovery: Recovery, now: string): Step {
  const { wellSince, openedAt } = recovery;
  if (wellSince === undefined || !isPast(stableAt(recovery, wellSince), now)) return { recovery, notes: [] };
  const notes: readonly RecoveryNote[] =
    openedAt === undefined ? [] : [{ phase: 'breaker-closed', cause: 'it has been well for long enough' }];
  return {
    recovery: { ...newRecovery, restarts: recovery.restarts, alerts: resolved(recovery) },
    notes,
  };
}

function decideWell(recovery: Recovery, { maintenance }: Situation, now: string): Decision {
  const looping = recovery.failures > attemptsBeforeBreaker && recovery.openedAt === undefined;
  const opened =
    looping && maintenance === undefined
      ? openBreaker(recovery, 'it does not stay well', now)
      : { recovery, notes: [] };
  const { wellSince } = recovery;
  if (wellSince === undefined) return { ...opened, move: { do: 'rest' } };
  return { ...opened, move: { do: 'wait', until: stableAt(opened.recovery, wellSince) } };
}

function decideAiling(
  recovery: Recovery & { readonly trouble: Trouble },
  situation: Situation,
  now: string,
): Decision {
  const { hold, recovery: free, notes } = findHold(recovery, situation, now);
  if (hold !== undefined) {
    return { recovery: free, notes, move: hold === 'news' ? { do: 'rest' } : { do: 'wait', until: hold } };
  }
  const opened = mayOpen(free, now)
    ? openBreaker(free, `${free.failures} attempts failed: ${free.trouble.cause}`, now)
    : { recovery: free, notes: [] };
  const { nextTryAt } = opened.recovery;
  const told = [...notes, ...opened.notes];
  if (nextTryAt !== undefined && !isPast(nextTryAt, now)) {
    return { recovery: opened.recovery, notes: told, move: { do: 'wait', until: nextTryAt } };
  }
  return attemptUnlessBusy({ ...opened.recovery, trouble: free.trouble }, told, situation, now);
}

function attemptUnlessBusy(
  ailing: Recovery & { readonly trouble: Trouble },
  told: readonly RecoveryNote[],
  situation: Situation,
  now: string,
): Decision {
  const { hold, recovery, notes } = checkBusy(ailing, situation.busy, now);
  if (hold !== undefined) {
    const move: Move = hold === 'ask' ? { do: 'ask' } : { do: 'wait', until: hold.until };
    return { recovery, notes: [...told, ...notes], move };
  }
  const { openedAt, failures, trouble } = recovery;
  const { cause, happened } = trouble;
  const phase = openedAt === undefined ? 'attempt' : 'half-open';
  return {
    recovery,
    notes: [...told, { phase, cause, attempt: failures + 1 }],
    move: { do: 'attempt', cause, ...(happened === undefined ? {} : { happened }) },
  };
}

/** After its last attempt a service has one more pause to come round; one that comes and goes has had enough of them. */
function mayOpen({ failures, openedAt, nextTryAt }: Recovery, now: string): boolean {
  if (openedAt !== undefined || failures < attemptsBeforeBreaker) return false;
  return failures > attemptsBeforeBreaker || nextTryAt === undefined || isPast(nextTryAt, now);
}

function openBreaker(recovery: Recovery, cause: string, now: string): Step {
  const nextTryAt = later(now, pauseAfter(recovery.failures, true));
  const alert = recovery.trouble === undefined ? 'ServiceFlapping' : 'ServiceDown';
  return {
    recovery: { ...recovery, openedAt: now, nextTryAt, alerts: { ...recovery.alerts, [alert]: 'raised' } },
    notes: [{ phase: 'breaker-opened', cause, nextTryAt }],
  };
}

function stableAt({ openedAt }: Recovery, wellSince: string): string {
  return later(wellSince, openedAt === undefined ? stableSeconds : stableAfterBreakerSeconds);
}

function resolved({ alerts }: Recovery): Recovery['alerts'] {
  return Object.fromEntries(Object.keys(alerts).map((name) => [name, 'resolved' as const]));
}
