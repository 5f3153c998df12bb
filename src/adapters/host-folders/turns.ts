/** Work on one folder happens in turn. */
export type Turns = <Result>(
  path: string,
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
) => Promise<Result>;

/**
 * A try that was given up on may be at work still when the next one comes: that one waits until nothing of the first is under
 * way any more. Who stops waiting fails with the signal's reason.
 */
export function createTurns(): Turns {
  const last = new Map<string, Promise<void>>();
  return async (path, signal, work) => {
    const before = last.get(path) ?? Promise.resolve();
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const mine = before.then(() => ended);
    last.set(path, mine);
    try {
      await (signal === undefined ? before : orAborted(before, signal));
      signal?.throwIfAborted();
      return await work();
    } finally {
      end();
      // Bounded memory: a folder that nobody is at work on is forgotten.
      void mine.then(() => last.get(path) === mine && last.delete(path));
    }
  };
}

async function orAborted(before: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort);
  try {
    await Promise.race([before, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
