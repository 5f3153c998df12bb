/** What was seen of one quantity, over all runs. */
export interface Samples {
  readonly p50: number;
  readonly min: number;
  readonly max: number;
  readonly n: number;
}

/** The median of an even number of values is the mean of the two in the middle. */
export function summarize(values: readonly number[]): Samples {
  const sorted = values.toSorted((a, b) => a - b);
  const [min, max] = [sorted.at(0), sorted.at(-1)];
  if (min === undefined || max === undefined) throw new RangeError('Nothing was measured.');
  const middle = (sorted.length - 1) / 2;
  const [low = min, high = max] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return { p50: (low + high) / 2, min, max, n: sorted.length };
}

/** The least value that so many of the values do not exceed: 0.95 for the 95th percentile. */
export function percentile(values: readonly number[], share: number): number {
  const value = values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)];
  if (value === undefined) throw new RangeError('Nothing was measured.');
  return value;
}

/** For quantities that come as a record in each run: one summary for each name, an absent value counting as 0. */
export function summarizeEach(
  runs: readonly Readonly<Record<string, number>>[],
): ReadonlyMap<string, Samples> {
  const names = [...new Set(runs.flatMap((run) => Object.keys(run)))];
  return new Map(names.map((name) => [name, summarize(runs.map((run) => run[name] ?? 0))]));
}
