import type { Observation } from '#contracts/messages.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { MonitorControl } from '#ports/monitor-control.ts';
import { type Announcer, createAnnouncer } from './announcer.ts';
import { createLimit } from './limit.ts';
import { createPace } from './pace.ts';
import { mergeWords } from './words.ts';

/** Of what crashes over and over: the words in between are merged, and none of them is waited for. */
const crashPace = { burst: 2, seconds: 5 };
/** Of one service, whatever happens to it; nobody's hands are faster. */
const pace = { burst: 20, seconds: 1 };
/** Deliveries under way at once, of all services. */
const deliveriesAtOnce = 50;

/** Tells services' monitors, each its own words in their order. */
export function createTelling(
  monitors: Pick<MonitorControl, 'observe'>,
  onUndelivered: (error: unknown) => void,
  signal: AbortSignal,
) {
  const announcers = new Map<ServiceId, Announcer<Observation>>();
  const limit = createLimit(deliveriesAtOnce);
  const announcerOf = (id: ServiceId): Announcer<Observation> => {
    const known = announcers.get(id);
    if (known !== undefined) return known;
    const deliver = (word: Observation) => limit(() => monitors.observe(id, word));
    const made = createAnnouncer({ deliver, merge: mergeWords, turn: createTurns(), onUndelivered, signal });
    announcers.set(id, made);
    return made;
  };
  return {
    tell: (id: ServiceId, word: Observation): void => announcerOf(id).say(word),
    /** Keeps nothing of services that are not watched, once their last word has arrived. */
    prune: (isWatched: (id: ServiceId) => boolean): void => {
      for (const [id, announcer] of announcers)
        if (!isWatched(id) && announcer.isIdle()) announcers.delete(id);
    },
  };
}

function createTurns(): (waiting: readonly Observation[]) => number {
  const turn = createPace(pace);
  const crashTurn = createPace(crashPace);
  return (waiting) => Math.max(turn(), waiting.some(isCrash) ? crashTurn() : 0);
}

function isCrash({ happened }: Observation): boolean {
  return happened === 'ended' || happened === 'out-of-memory';
}
