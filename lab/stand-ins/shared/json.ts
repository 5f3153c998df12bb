/**
 * Readers for JSON of unknown shape. The stand-ins have no dependencies, so that an image needs nothing but Node; and
 * like the programs they stand for they take what they know from a body and ignore the rest.
 */
export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

export function objectsOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function textOf(value: unknown, otherwise = ''): string {
  return typeof value === 'string' ? value : otherwise;
}

export function numberOf(value: unknown, otherwise = 0): number {
  return typeof value === 'number' ? value : otherwise;
}

export function flagOf(value: unknown, otherwise = false): boolean {
  return typeof value === 'boolean' ? value : otherwise;
}

export function numbersOf(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'number') : [];
}

export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The known keys, each with the given value where that has the right type, else with its own. */
export function mergeKnown(known: JsonObject, given: JsonObject): JsonObject {
  const entries = Object.entries(known).map(([key, value]) => {
    const other = given[key];
    return [key, other !== undefined && sameType(value, other) ? other : value] as const;
  });
  return Object.fromEntries(entries);
}

function sameType(known: unknown, given: unknown): boolean {
  if (known === null) return true;
  return typeof known === typeof given && Array.isArray(known) === Array.isArray(given);
}
