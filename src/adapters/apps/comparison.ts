/** What an application holds, by the names of its own fields. */
export type Values = Readonly<Record<string, unknown>>;

export interface Comparison {
  /** Ours, and no longer what it should be: to be written. */
  readonly outdated: readonly string[];
  /** Changed by a person: left alone and reported. */
  readonly byHand: readonly string[];
}

/**
 * Three-way comparison of what should be, what is and what Showrunner wrote last. A value that is still the one that was
 * written is ours to change, and so is one that was never written: a new version brought it. Any other difference is a
 * person's, and without a record every difference is.
 */
export function compareValues(desired: Values, found: Values, wrote: Values | undefined): Comparison {
  const differing = Object.keys(desired)
    .filter((key) => !equalValues(desired[key], found[key]))
    .toSorted();
  const untouched = (key: string): boolean =>
    wrote !== undefined && (!(key in wrote) || equalValues(wrote[key], found[key]));
  return {
    outdated: differing.filter(untouched),
    byHand: differing.filter((key) => !untouched(key)),
  };
}

/** What to note as written: what a person changed keeps its old note, so that it is still seen as changed the next time. */
export function rememberedValues(desired: Values, byHand: readonly string[], wrote: Values = {}): Values {
  const noted = byHand.filter((key) => key in wrote);
  return { ...wrote, ...omitValues(desired, noted) };
}

/** Applications give back an unset text as null, as "" or not at all, and lists in any order. */
export function equalValues(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

export function pickValues(values: Values, keys: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));
}

function omitValues(values: Values, keys: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));
}

function canonical(value: unknown): string {
  if (value === undefined || value === null || value === '') return '';
  return JSON.stringify(Array.isArray(value) ? value.map(canonical).toSorted() : value);
}
