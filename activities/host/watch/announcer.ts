import { setTimeout as sleep } from 'node:timers/promises';

/** Pause before a word that could not be delivered is sent again. */
const pauseMilliseconds = 1000;

export interface Announcing<Word> {
  readonly deliver: (word: Word) => Promise<unknown>;
  readonly onUndelivered: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/** Delivers the newest word, for as long as that takes: one that is overtaken meanwhile is no longer worth telling. */
export function createAnnouncer<Word>({
  deliver,
  onUndelivered,
  signal,
}: Announcing<Word>): (word: Word) => void {
  let wanted: { readonly word: Word } | undefined;
  let delivering = false;
  const work = async (): Promise<void> => {
    while (wanted !== undefined && !signal.aborted) {
      const current = wanted;
      try {
        await deliver(current.word);
        if (wanted === current) wanted = undefined;
      } catch (error) {
        onUndelivered(error);
        await sleep(pauseMilliseconds, undefined, { signal }).catch(() => undefined);
      }
    }
    delivering = false;
  };
  return (word) => {
    wanted = { word };
    if (delivering) return;
    delivering = true;
    void work();
  };
}
