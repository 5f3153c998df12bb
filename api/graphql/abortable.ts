/**
 * A generator whose `return` aborts its source at once. One that waits for something would else be left only when that comes:
 * a generator takes no `return` while it awaits.
 */
export function abortable<Item>(
  outer: AbortSignal,
  start: (signal: AbortSignal) => AsyncGenerator<Item, void>,
): AsyncGenerator<Item, void> {
  const controller = new AbortController();
  const source = start(AbortSignal.any([outer, controller.signal]));
  const leave = () => {
    controller.abort();
    return source.return();
  };
  return {
    next: () => source.next(),
    return: leave,
    throw: (error) => {
      controller.abort();
      return source.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => {
      await leave();
    },
  };
}
