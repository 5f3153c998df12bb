import { z } from 'zod';

/** A failed connection in a few words, without the address that Node puts into its message. */
export function outcomeOf(error: unknown): string {
  const { code = '', message } = failure.parse(error);
  if (code.startsWith('HPE_')) return 'not an HTTP answer';
  return words.get(code) ?? (code === '' ? message : code);
}

const failure = z.object({ code: z.string().optional(), message: z.string() });

const words: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'connection refused'],
  ['ECONNRESET', 'connection reset'],
  ['EPIPE', 'connection reset'],
  ['EHOSTUNREACH', 'host unreachable'],
  ['ENETUNREACH', 'network unreachable'],
  ['ETIMEDOUT', 'connection timed out'],
]);
