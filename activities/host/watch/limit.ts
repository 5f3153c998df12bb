/** Runs at most `size` pieces of work at a time; the others wait in line. */
export function createLimit(size: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const line: (() => void)[] = [];
  let free = size;
  const enter = (): Promise<void> => {
    if (free === 0) return new Promise((resolve) => line.push(resolve));
    free -= 1;
    return Promise.resolve();
  };
  const leave = (): void => {
    const next = line.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
