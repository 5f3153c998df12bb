/** Hands values from whoever makes them to one reader; ends by the signal or with an error. */
export interface Channel<T> {
  push(value: T): void;
  end(): void;
  fail(error: Error): void;
  read(signal: AbortSignal): AsyncGenerator<T>;
}

export function createChannel<T>(): Channel<T> {
  const waiting: T[] = [];
  let ended: { readonly error?: Error } | undefined;
  let wake: () => void = () => undefined;

  return {
    push(value) {
      waiting.push(value);
      wake();
    },
    end() {
      ended ??= {};
      wake();
    },
    fail(error) {
      ended ??= { error };
      wake();
    },
    async *read(signal) {
      const onAbort = (): void => wake();
      signal.addEventListener('abort', onAbort);
      try {
        while (!signal.aborted) {
          const value = waiting.shift();
          if (value !== undefined) yield value;
          else if (ended === undefined) await new Promise<void>((resolve) => (wake = resolve));
          else if (ended.error === undefined) return;
          else throw ended.error;
        }
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
  };
}
