import type { BusyAnswer } from '../busy.ts';
import { busyAgainSeconds, isPast, later } from './policy.ts';
import type { Recovery, RecoveryNote, Trouble } from './recovery.ts';

/** A service that can be asked whether it is busy. */
export interface Askable {
  readonly longestSeconds: number;
  /** Absent until it was asked for this very decision. */
  readonly answer?: BusyAnswer;
}

type Ailing = Recovery & { readonly trouble: Trouble };

export interface BusyCheck {
  readonly recovery: Ailing;
  readonly notes: readonly RecoveryNote[];
  /** `ask`: nobody knows; else how long to hold back. Absent when an attempt may begin. */
  readonly hold?: 'ask' | { readonly until: string };
}

/**
 * The last question before an attempt. What it is busy with holds the attempt back for a bounded time in one trouble, however often the
 * answer changes in between. A container that ended or is gone is busy with nothing.
 */
export function checkBusy(recovery: Ailing, service: Askable | undefined, now: string): BusyCheck {
  const { trouble, held: before } = recovery;
  if (service === undefined || trouble.happened !== undefined) return released(recovery);
  const busySince = trouble.busySince ?? now;
  const latest = later(busySince, service.longestSeconds);
  if (isPast(latest, now)) return released(recovery);
  if (service.answer === undefined) return { recovery, notes: [], hold: 'ask' };
  const { at } = service.answer;
  if (at === undefined) return released(recovery);
  const known = before?.by === 'busy';
  const again = later(now, busyAgainSeconds);
  const cause = `it is busy: ${at}; it is healed when that has ended, at the latest at ${latest}`;
  return {
    recovery: {
      ...recovery,
      trouble: { ...trouble, busySince },
      held: { by: 'busy', since: known ? before.since : now },
    },
    notes: known ? [] : [{ phase: 'waiting', cause }],
    hold: { until: isPast(latest, again) ? latest : again },
  };
}

function released({ held, ...free }: Ailing): BusyCheck {
  return { recovery: held === undefined || held.by === 'busy' ? free : { ...free, held }, notes: [] };
}
