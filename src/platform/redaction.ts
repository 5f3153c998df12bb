const secretKey =
  /passw(or)?d|passphrase|secret|token|api[-_]?key|authorization|cookie|sealed|private[-_]?key|credential|master[-_]?key|^pin$/i;
/** `secret://sonarr/api-key@3` is a reference: safe, and what a reader of the log needs. */
const reference = /^secret:\/\/[^\s]+$/;
const deepest = 8;

export const redacted = '[redacted]';

/** A copy in which every value under a key that names a secret is masked. Deeper than eight levels nothing is shown. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth >= deepest) return '[too deep]';
  if (value instanceof Error) return redactError(value, depth);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return redactFields(Object.entries(value), depth);
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause, ...rest } = error;
  return {
    ...redactFields(Object.entries(rest), depth),
    name,
    message,
    ...(stack === undefined ? {} : { stack }),
    ...(cause === undefined ? {} : { cause: redact(cause, depth + 1) }),
  };
}

function redactFields(
  fields: readonly (readonly [string, unknown])[],
  depth: number,
): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(([key, value]) => [key, secretKey.test(key) ? mask(value) : redact(value, depth + 1)]),
  );
}

function mask(value: unknown): unknown {
  if (value === undefined || value === null || typeof value === 'boolean') return value;
  return typeof value === 'string' && reference.test(value) ? value : redacted;
}
