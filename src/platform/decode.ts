/**
 * Reading of our own small files without a schema library: zod costs 17 MB of resident memory and 45 ms in every process
 * that loads it, and the supervisor, which lives as long as the machine, reads nothing else. What crosses a trust
 * boundary is parsed with zod.
 */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object in a JSON text, or nothing where the text is no JSON or no object. */
export function decodeFields(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isWholeNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
