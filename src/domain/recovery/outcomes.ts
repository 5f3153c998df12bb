import { type ErrorCode, errorTable } from '../errors.ts';
import { cancelledSeconds, later, pauseAfter, postponedSeconds } from './policy.ts';
import type { Recovery, Step } from './recovery.ts';

/** How an attempt ended. `busy`: another operation held the service. `unseen`: the monitor did not see the end. */
export type Outcome =
  | { readonly type: 'succeeded' | 'cancelled' | 'busy' | 'unseen' }
  | { readonly type: 'failed'; readonly code: ErrorCode; readonly message: string };

export interface Circumstances {
  /** Something that the service requires is down: then the failure is not the service's. */
  readonly excused: boolean;
  /** What the row says after an attempt whose end was not seen. */
  readonly wellByNow: boolean;
}

/** Takes in how an attempt ended. */
export function takeOutcome(
  recovery: Recovery,
  outcome: Outcome,
  now: string,
  circumstances: Circumstances,
): Step {
  switch (outcome.type) {
    case 'busy':
      return { recovery, notes: [] };
    case 'cancelled':
      return postponed(recovery, 'it was cancelled', later(now, cancelledSeconds));
    case 'succeeded':
      return succeeded(recovery, now);
    case 'unseen':
      return circumstances.wellByNow
        ? succeeded(recovery, now)
        : failed(recovery, 'the attempt ended, and it is not well', now);
    case 'failed':
      return isOwnFault(outcome.code) && !circumstances.excused
        ? failed(recovery, outcome.message, now)
        : postponed(recovery, outcome.message, later(now, postponedSeconds));
  }
}

/**
 * An outage is waited out, another operation comes first, and for what it requires the service is not blamed. An application that
 * stays silent was asked for minutes: that is no outage any more.
 */
function isOwnFault(code: ErrorCode): boolean {
  if (code === 'app-unreachable') return true;
  const { kind } = errorTable[code];
  return kind !== 'outage' && kind !== 'conflict' && code !== 'dependency-failed';
}

function succeeded(recovery: Recovery, now: string): Step {
  const { trouble, held: _held, nextTryAt: _next, ...rest } = recovery;
  const cause = trouble?.cause ?? 'its row said that it had failed';
  return {
    recovery: { ...rest, wellSince: now },
    notes: [{ phase: 'recovered', cause: `mended: ${cause}`, attempt: recovery.failures + 1 }],
  };
}

function failed(recovery: Recovery, message: string, now: string): Step {
  const { wellSince: _, ...rest } = recovery;
  const failures = recovery.failures + 1;
  const open = recovery.openedAt !== undefined;
  const nextTryAt = later(now, pauseAfter(failures, open));
  const trouble = recovery.trouble ?? { since: now, seenAt: now, cause: message };
  const alerts = open ? { ...recovery.alerts, ServiceDown: 'raised' as const } : recovery.alerts;
  return {
    recovery: { ...rest, trouble, failures, nextTryAt, alerts },
    notes: [{ phase: 'failed', cause: message, attempt: failures, nextTryAt }],
  };
}

function postponed(recovery: Recovery, cause: string, nextTryAt: string): Step {
  return { recovery: { ...recovery, nextTryAt }, notes: [{ phase: 'postponed', cause, nextTryAt }] };
}
