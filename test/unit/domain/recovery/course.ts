import { type Decision, decide, type Situation } from '#domain/recovery/decide.ts';
import { type Outcome, takeOutcome } from '#domain/recovery/outcomes.ts';
import { newRecovery, type Recovery } from '#domain/recovery/recovery.ts';
import { takeDoubt, takeWord, type Word } from '#domain/recovery/words.ts';

const start = Date.parse('2026-11-23T12:00:00.000Z');
const startSeconds = 60;

export const gone = { health: 'unhealthy', cause: 'its container is gone', happened: 'gone' } as const;
export const ended = { health: 'unhealthy', cause: 'it ended with exit code 1', happened: 'ended' } as const;
export const hung = { health: 'unhealthy', cause: 'no answer' } as const;
export const drifted = { health: 'unhealthy', cause: 'it is in no network', happened: 'drifted' } as const;
export const well = { health: 'healthy', cause: '200 OK' } as const;
export const neverHealthy: Outcome = { type: 'failed', code: 'never-healthy', message: 'no answer in 60 s' };

/** One service's recovery, second by second as a monitor would live it; the log tells when what was decided or told. */
export function course(around: Partial<Situation> = {}) {
  let now = 0;
  let recovery: Recovery = newRecovery;
  let decision: Decision = { recovery, notes: [], move: { do: 'rest' } };
  let situation: Situation = {
    status: 'running',
    desired: 'running',
    health: 'healthy',
    owned: false,
    down: [],
    drift: 'repair',
    ...around,
  };
  const log: string[] = [];
  const tell = (notes: Decision['notes']) =>
    log.push(...notes.map(({ phase, cause }) => `${now} ${phase}: ${cause}`));
  let work: string | undefined;
  const asked: number[] = [];
  const answered = (): Situation =>
    situation.busy === undefined
      ? situation
      : { ...situation, busy: { ...situation.busy, answer: work === undefined ? {} : { at: work } } };
  const decideBy = (by: Situation) => {
    decision = decide(recovery, by, time(now));
    recovery = decision.recovery;
    tell(decision.notes);
  };
  const look = () => {
    decideBy(situation);
    if (decision.move.do !== 'ask') return;
    asked.push(now);
    decideBy(answered());
  };
  const own = {
    log,
    get recovery() {
      return recovery;
    },
    get move() {
      return decision.move;
    },
    now: () => time(now),
    /** With the answer that it gives if it is asked. */
    get situation() {
      return answered();
    },
    /** Seconds at which it was asked whether it is busy. */
    asked,
    /** What it is at from now on; nothing without a word. */
    works: (at?: string) => {
      work = at;
    },
    change: (changes: Partial<Situation>) => {
      situation = { ...situation, ...changes };
      look();
    },
    endMaintenance: () => {
      const { maintenance: _, ...open } = situation;
      situation = open;
      look();
    },
    hear: (word: Omit<Word, 'at'>) => {
      situation = { ...situation, health: word.health };
      const taken = takeWord(recovery, { ...word, at: time(now) }, time(now), startSeconds);
      recovery = taken.recovery;
      tell(taken.notes);
      look();
    },
    doubt: (word: Omit<Word, 'at'>) => {
      recovery = takeDoubt(recovery, { ...word, at: time(now - 1) }, time(now));
      look();
    },
    conclude: (outcome: Outcome) => {
      if (outcome.type === 'succeeded') situation = { ...situation, health: 'healthy', status: 'running' };
      const circumstances = { excused: situation.down.length > 0, wellByNow: situation.health === 'healthy' };
      const taken = takeOutcome(recovery, outcome, time(now), circumstances);
      recovery = taken.recovery;
      tell(taken.notes);
      look();
    },
    /** Lets time pass; each attempt ends at once as is said. Without a say there may be none. */
    pass: (seconds: number, outcome?: Outcome) => {
      const end = now + seconds;
      for (;;) {
        if (decision.move.do === 'attempt') {
          if (outcome === undefined) throw new Error(`There is an attempt at ${now}.`);
          own.conclude(outcome);
          continue;
        }
        const due = decision.move.do === 'wait' ? secondsAt(decision.move.until) : Number.POSITIVE_INFINITY;
        if (due > end) break;
        now = Math.max(now, due);
        look();
      }
      now = end;
    },
    /** Those seconds at which an attempt began. */
    attempts: () =>
      log.filter((line) => / (attempt|half-open):/.test(line)).map((line) => Number.parseInt(line, 10)),
  };
  return own;
}

export function time(seconds: number): string {
  return new Date(start + seconds * 1000).toISOString();
}

function secondsAt(at: string): number {
  return (Date.parse(at) - start) / 1000;
}
