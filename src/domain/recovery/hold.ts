import type { ServiceId } from '../ids.ts';
import {
  dependencyGraceSeconds,
  dependencyWaitSeconds,
  isPast,
  later,
  laterOf,
  maintenanceAgainSeconds,
} from './policy.ts';
import type { Hold, Recovery, RecoveryNote, Trouble } from './recovery.ts';

/** Something that the service requires and that is down. */
export interface DownService {
  readonly service: ServiceId;
  readonly cause: string;
}

interface Surroundings {
  readonly down: readonly DownService[];
  readonly maintenance?: { readonly until: string; readonly reason: string };
  readonly drift: 'repair' | 'report';
}

type Ailing = Recovery & { readonly trouble: Trouble };

interface Held {
  readonly recovery: Ailing;
  readonly notes: readonly RecoveryNote[];
  /** How long to hold back; `news`: until there is some. Absent when nothing is in the way. */
  readonly hold?: string;
}

/** What keeps recovery from acting now. Each hold is told once. */
export function findHold(recovery: Ailing, around: Surroundings, now: string): Held {
  const { maintenance, down, drift } = around;
  if (maintenance !== undefined) {
    const hold: Hold = { by: 'maintenance', since: sinceOf(recovery, 'maintenance', now) };
    const again = later(now, maintenanceAgainSeconds);
    const until = isPast(maintenance.until, again) ? maintenance.until : again;
    const found = held(recovery, hold, `maintenance: ${maintenance.reason}`, maintenance.until);
    return { ...found, hold: until };
  }
  if (recovery.trouble.happened === 'drifted' && drift === 'report') {
    const hold: Hold = { by: 'setting', since: sinceOf(recovery, 'setting', now) };
    return held(recovery, hold, `drift is only reported: ${recovery.trouble.cause}`, 'news');
  }
  const [first] = down;
  if (first !== undefined) return behind(recovery, first, now);
  return released(recovery, now);
}

/** That one has a monitor of its own. It is left alone for a while, and then again after a try in spite of it. */
function behind(recovery: Ailing, { service, cause }: DownService, now: string): Held {
  const before = recovery.held;
  const known = before?.by === 'dependency' && before.on === service;
  const since = known ? before.since : now;
  const until = later(since, dependencyWaitSeconds);
  const hold: Hold = { by: 'dependency', on: service, since };
  if (isPast(until, now)) return { recovery: { ...recovery, held: { ...hold, since: now } }, notes: [] };
  return held(recovery, hold, `${service}, which it requires, is down: ${cause}`, until);
}

function held(recovery: Ailing, hold: Hold, cause: string, until: string): Held {
  const known = isSame(recovery.held, hold);
  const waitsFor = hold.by === 'dependency' ? { waitsFor: hold.on } : {};
  const nextTryAt = until === 'news' ? {} : { nextTryAt: until };
  return {
    recovery: { ...recovery, held: hold },
    notes: known ? [] : [{ phase: 'waiting', cause, ...waitsFor, ...nextTryAt }],
    hold: until,
  };
}

/** Whether it is still busy is asked last: see busy.ts. */
function released(recovery: Ailing, now: string): Held {
  const { held: before, ...free } = recovery;
  if (before?.by === 'busy') return { recovery, notes: [] };
  if (before?.by !== 'dependency') return { recovery: free, notes: [] };
  const nextTryAt = laterOf(free.nextTryAt, later(now, dependencyGraceSeconds));
  return { recovery: { ...free, nextTryAt }, notes: [] };
}

function sinceOf({ held: before }: Recovery, by: Hold['by'], now: string): string {
  return before?.by === by ? before.since : now;
}

function isSame(one: Hold | undefined, other: Hold): boolean {
  if (one?.by !== other.by) return false;
  return one.by !== 'dependency' || other.by !== 'dependency' || one.on === other.on;
}
