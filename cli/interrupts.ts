/** The person pressed Ctrl-C. Not a failure: nothing is printed but what was said already. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Who deals with Ctrl-C. Without anyone the command ends at once. */
export interface Interrupts {
  /** Calls the handler at the next Ctrl-C, once; a further one goes to whoever was there before, at last to the end. */
  handle(handler: () => void): Disposable;
  /** Runs work whose signal is aborted by Ctrl-C, and throws `Interrupted` then, whatever became of the work. */
  during<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
}

export function createInterrupts(end: () => void): Interrupts & { interrupt(): void } {
  const handlers: (() => void)[] = [];
  const handle = (handler: () => void): Disposable => {
    handlers.push(handler);
    return {
      [Symbol.dispose]: () => {
        const at = handlers.lastIndexOf(handler);
        if (at >= 0) handlers.splice(at, 1);
      },
    };
  };
  return {
    handle,
    during: async (work) => {
      const controller = new AbortController();
      using _ = handle(() => controller.abort(new Interrupted()));
      try {
        const result = await work(controller.signal);
        controller.signal.throwIfAborted();
        return result;
      } catch (error) {
        throw controller.signal.aborted ? controller.signal.reason : error;
      }
    },
    interrupt: () => (handlers.pop() ?? end)(),
  };
}
