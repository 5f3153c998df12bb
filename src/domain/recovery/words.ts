import type { Health } from '../health.ts';
import type { Happening } from '../monitoring.ts';
import {
  crashLoopRestarts,
  crashLoopSeconds,
  doubtGraceSeconds,
  engineGraceSeconds,
  isPast,
  later,
  laterOf,
  pauseAfter,
} from './policy.ts';
import type { Recovery, Step, Trouble } from './recovery.ts';

/** What a watcher saw. */
export interface Word {
  readonly at: string;
  readonly health: Health;
  readonly cause: string;
  readonly happened?: Happening;
  /** Containers that the engine itself has restarted since the last word. */
  readonly restarts?: number;
}

/** Takes in a word that counts. `startSeconds`: time that a start of the service may take. */
export function takeWord(recovery: Recovery, word: Word, now: string, startSeconds: number): Step {
  const counted = countRestarts(recovery, word, now);
  const taken = takeHealth(counted.recovery, word, now, startSeconds);
  return { recovery: taken.recovery, notes: [...counted.notes, ...taken.notes] };
}

/**
 * Takes in news from before the last operation's end. Bad news was not confirmed by the operation: it may be void, or it may have come
 * after the operation's last look. Somebody has to look again, unless the watcher says better first. Words come in the order in which
 * things were seen, so good news from then ends that doubt, and no other trouble.
 */
export function takeDoubt(recovery: Recovery, word: Word, now: string): Recovery {
  if (word.health === 'healthy' && recovery.trouble?.doubtful === true)
    return leaveTrouble(recovery, word, now).recovery;
  if (word.health !== 'unhealthy' || recovery.trouble !== undefined) return recovery;
  const trouble = troubleOf(word, now, undefined);
  const nextTryAt = laterOf(recovery.nextTryAt, later(now, doubtGraceSeconds));
  return { ...recovery, trouble: { ...trouble, seenAt: now, doubtful: true }, nextTryAt };
}

/** Each restart looks healthy for a moment; too many of them are a failure all the same. */
function countRestarts(recovery: Recovery, { restarts = 0, at, health }: Word, now: string): Step {
  const window = later(now, -crashLoopSeconds);
  const recent = [...recovery.restarts, ...Array.from({ length: restarts }, () => at)]
    .filter((time) => !isPast(time, window))
    .slice(-crashLoopRestarts);
  if (restarts === 0 || recent.length < crashLoopRestarts)
    return { recovery: { ...recovery, restarts: recent }, notes: [] };
  const times = `the engine restarted it ${crashLoopRestarts} times within ${crashLoopSeconds / 60} minutes`;
  // This is the relapse: a loss of health that comes with it is not another one.
  const { wellSince: _, ...counted } = recovery;
  const settling = health === 'healthy' && recovery.trouble === undefined ? { wellSince: now } : {};
  const alerts = { ...recovery.alerts, ServiceFlapping: 'raised' as const };
  return countRelapse({ ...counted, ...settling, restarts: [], alerts }, times, now);
}

function takeHealth(recovery: Recovery, word: Word, now: string, startSeconds: number): Step {
  if (word.health === 'unhealthy') return enterTrouble(recovery, word, now);
  if (word.health === 'healthy') return leaveTrouble(recovery, word, now);
  if (word.health !== 'starting') return { recovery, notes: [] };
  const entered =
    recovery.trouble === undefined ? enterTrouble(recovery, word, now) : { recovery, notes: [] };
  const nextTryAt = laterOf(entered.recovery.nextTryAt, later(word.at, startSeconds));
  return { recovery: { ...entered.recovery, nextTryAt }, notes: entered.notes };
}

function enterTrouble(recovery: Recovery, word: Word, now: string): Step {
  const { wellSince, ...rest } = recovery;
  const known = recovery.trouble?.doubtful === true ? undefined : recovery.trouble;
  const ailing = { ...rest, trouble: troubleOf(word, now, known) };
  if (known !== undefined) return { recovery: hastened(ailing, word, now), notes: [] };
  if (wellSince !== undefined && word.happened !== 'drifted') {
    const cause = `it was well for ${secondsBetween(wellSince, now)} s only: ${word.cause}`;
    return countRelapse(ailing, cause, now);
  }
  const grace = later(now, endsByItself(word) ? engineGraceSeconds : 0);
  const scheduled = recovery.trouble === undefined || recovery.openedAt !== undefined;
  const nextTryAt = scheduled ? laterOf(recovery.nextTryAt, grace) : grace;
  return { recovery: { ...ailing, nextTryAt }, notes: [] };
}

/** The last attempt, or the engine's own, did not hold: that is a failure of it. */
function countRelapse(recovery: Recovery, cause: string, now: string): Step {
  const failures = recovery.failures + 1;
  const nextTryAt = later(now, pauseAfter(failures, recovery.openedAt !== undefined));
  const alerts = failures < 2 ? recovery.alerts : { ...recovery.alerts, ServiceFlapping: 'raised' as const };
  return {
    recovery: { ...recovery, failures, nextTryAt, alerts },
    notes: [{ phase: 'relapsed', cause, attempt: failures, nextTryAt }],
  };
}

/** What only an attempt can mend need not wait for an engine that restarts, or a start that takes its time. */
function hastened(recovery: Recovery & { readonly trouble: Trouble }, word: Word, now: string): Recovery {
  const waits = recovery.failures > 0 || recovery.openedAt !== undefined;
  if (waits || word.happened === undefined || endsByItself(word)) return recovery;
  return { ...recovery, nextTryAt: now };
}

function leaveTrouble(recovery: Recovery, word: Word, now: string): Step {
  const { trouble, nextTryAt, held, ...rest } = recovery;
  if (trouble === undefined) return { recovery, notes: [] };
  const scheduled =
    recovery.openedAt === undefined || nextTryAt === undefined ? rest : { ...rest, nextTryAt };
  if (trouble.doubtful === true) return { recovery: scheduled, notes: [] };
  const told = recovery.failures > 0 || held !== undefined;
  const cause = `it came round by itself: ${word.cause}`;
  return {
    recovery: { ...scheduled, wellSince: now },
    notes: told ? [{ phase: 'recovered', cause }] : [],
  };
}

function troubleOf({ at, cause, happened }: Word, now: string, known: Trouble | undefined): Trouble {
  return {
    since: known?.since ?? now,
    seenAt: at,
    cause,
    ...(happened === undefined ? {} : { happened }),
    ...(known?.busySince === undefined ? {} : { busySince: known.busySince }),
  };
}

/** What the engine's own restart policy mends. */
function endsByItself({ happened }: Word): boolean {
  return happened === 'ended' || happened === 'out-of-memory';
}

function secondsBetween(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
}
