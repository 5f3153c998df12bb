export interface Pace {
  /** So many at once, */
  readonly burst: number;
  /** and then one in so many seconds. */
  readonly seconds: number;
}

/** Each call takes a turn, and says how many milliseconds to wait for it. */
export function createPace({ burst, seconds }: Pace): () => number {
  let free = burst;
  let seen = performance.now();
  return () => {
    const now = performance.now();
    free = Math.min(burst, free + (now - seen) / (seconds * 1000)) - 1;
    seen = now;
    return Math.max(0, Math.ceil(-free * seconds * 1000));
  };
}
