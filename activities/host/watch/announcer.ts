import { setTimeout as sleep } from 'node:timers/promises';

/** Pause before a word that could not be delivered is sent again. */
const pauseMilliseconds = 1000;
/** Words that wait while nothing can be delivered; beyond that the oldest is given up. */
const longestQueue = 50;

export interface Announcing<Word> {
  readonly deliver: (word: Word) => Promise<unknown>;
  /** Whether a word that still waits is no longer worth telling, now that a newer one is there. */
  readonly overtakes: (newer: Word, waiting: Word) => boolean;
  readonly onUndelivered: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/** Delivers words one after the other, each for as long as that takes. */
export function createAnnouncer<Word>(announcing: Announcing<Word>): (word: Word) => void {
  const { deliver, overtakes, onUndelivered, signal } = announcing;
  let queue: readonly Word[] = [];
  let delivering = false;
  const work = async (): Promise<void> => {
    for (let current = queue[0]; current !== undefined && !signal.aborted; current = queue[0]) {
      try {
        await deliver(current);
        queue = queue.filter((word) => word !== current);
      } catch (error) {
        onUndelivered(error);
        await sleep(pauseMilliseconds, undefined, { signal }).catch(() => undefined);
      }
    }
    delivering = false;
  };
  return (word) => {
    queue = [...queue.filter((waiting) => !overtakes(word, waiting)), word].slice(-longestQueue);
    if (delivering) return;
    delivering = true;
    void work();
  };
}
