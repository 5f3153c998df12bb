import type { Observation } from '#contracts/messages.ts';

/** Events that wait at most: a storm of them tells no more than its last ones. */
const longest = 20;

/** Words that wait to be told. */
export interface Mailbox {
  put(word: Observation): void;
  /** The oldest event, or else the newest probe: what was said before it is overtaken. */
  take(): Observation | undefined;
  /** Gives back a word that could not be told yet; it is void if there is a newer one by now. */
  putBack(word: Observation): void;
  /** Gives back what nobody heard, to be told before what came since; when there is too much, the oldest goes. */
  giveBack(words: readonly Observation[]): void;
  /** Only the newest word stays: the others tell of what an operation did. */
  keepNewest(): void;
  isEmpty(): boolean;
  /** A word came since one was taken. */
  hasHeard(): boolean;
  /** For the generation that comes next. */
  words(): readonly Observation[];
}

export function createMailbox(waiting: readonly Observation[]): Mailbox {
  let queue: readonly Observation[] = [...waiting];
  let heard = false;
  /** Restarts that overtaken words told of are counted all the same. */
  const drop = (count: number): void => {
    const dropped = queue.slice(0, count);
    const [next, ...rest] = queue.slice(count);
    queue = next === undefined ? [] : [withRestarts(next, restartsOf(dropped)), ...rest];
  };
  const hold = (words: readonly Observation[]): void => {
    queue = words;
    if (queue.length > longest) drop(queue.length - longest);
  };
  const keepNewest = (): void => drop(queue.length - 1);
  return {
    put: (word) => {
      heard = true;
      hold([...queue, word]);
    },
    giveBack: (words) => hold([...words, ...queue]),
    take: () => {
      heard = false;
      const event = queue.findIndex(({ source }) => source === 'event');
      drop(event < 0 ? queue.length - 1 : event);
      const [word, ...rest] = queue;
      queue = rest;
      return word;
    },
    putBack: (word) => {
      queue = [word, ...queue];
      keepNewest();
    },
    keepNewest,
    isEmpty: () => queue.length === 0,
    hasHeard: () => heard,
    words: () => queue,
  };
}

function restartsOf(words: readonly Observation[]): number {
  return words.reduce((sum, { restarts = 0 }) => sum + restarts, 0);
}

function withRestarts(word: Observation, more: number): Observation {
  return more === 0 ? word : { ...word, restarts: (word.restarts ?? 0) + more };
}
