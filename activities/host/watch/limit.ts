/**
 * Runs at most `size` pieces of work at a time; the others wait in line. Work that takes longer than `patience` gives its place
 * to the next one and goes on beside it, so that what hangs holds up nothing: it is for its owner to bound.
 */
export function createLimit(
  size: number,
  patienceMilliseconds?: number,
): <Result>(work: () => Promise<Result>) => Promise<Result> {
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
    const leaveOnce = once(leave);
    const timer =
      patienceMilliseconds === undefined ? undefined : setTimeout(leaveOnce, patienceMilliseconds);
    try {
      return await work();
    } finally {
      clearTimeout(timer);
      leaveOnce();
    }
  };
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}
