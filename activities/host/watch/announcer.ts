import { setTimeout as sleep } from 'node:timers/promises';

/** Pause before a word that could not be delivered is sent again. */
const pauseMilliseconds = 1000;

export interface Announcing<Word> {
  readonly deliver: (word: Word) => Promise<unknown>;
  /** What is left to tell once a newer word is there. It keeps the queue short, so it must not grow with the number of words. */
  readonly merge: (waiting: readonly Word[], newer: Word) => readonly Word[];
  /** Takes a turn for what waits, and says how many milliseconds to wait for it; without it, none. */
  readonly turn?: (waiting: readonly Word[]) => number;
  readonly onUndelivered: (error: unknown) => void;
  readonly signal: AbortSignal;
}

export interface Announcer<Word> {
  say(word: Word): void;
  /** Everything was delivered. */
  isIdle(): boolean;
}

/** Delivers words one after the other, each for as long as that takes. */
export function createAnnouncer<Word>(announcing: Announcing<Word>): Announcer<Word> {
  const { deliver, merge, turn, onUndelivered, signal } = announcing;
  let waiting: readonly Word[] = [];
  let delivering = false;
  const tellWaiting = async (): Promise<void> => {
    const milliseconds = turn?.(waiting) ?? 0;
    if (milliseconds > 0) await sleep(milliseconds, undefined, { signal });
    // What is on its way is not merged with: it may have arrived already.
    let batch = waiting;
    waiting = [];
    try {
      for (let [word] = batch; word !== undefined; [word] = batch) {
        await deliver(word);
        batch = batch.slice(1);
      }
    } catch (error) {
      onUndelivered(error);
      waiting = [...batch, ...waiting].reduce(merge, []);
      await sleep(pauseMilliseconds, undefined, { signal });
    }
  };
  const work = async (): Promise<void> => {
    // The sleeps throw when the watch ends; what still waits then is found anew by the next watch.
    while (waiting.length > 0 && !signal.aborted) await tellWaiting().catch(() => undefined);
    delivering = false;
  };
  return {
    say: (word) => {
      waiting = merge(waiting, word);
      if (delivering) return;
      delivering = true;
      void work();
    },
    isIdle: () => !delivering,
  };
}
