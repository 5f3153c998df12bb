import { DomainError } from '#domain/errors.ts';

/**
 * Turns any failure of the driver into a DomainError. What the driver says beyond its message (the statement, the values
 * of a broken constraint) is left behind, for it may hold what a person entered.
 */
export function translateError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const state = sqlState(error);
  const cause = new Error(state === undefined ? message : `${state}: ${message}`);
  const outage = outageReason(error, state, message);
  if (outage !== undefined) {
    return new DomainError('database-unreachable', `Postgres cannot be used: ${outage}.`, { cause });
  }
  return new DomainError('internal', `Postgres refused a statement (${state ?? 'no SQLSTATE'}).`, { cause });
}

/** The five characters by which Postgres names a failure; nothing for failures of the network or the driver. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('severity' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

function outageReason(error: unknown, state: string | undefined, message: string): string | undefined {
  if (state !== undefined) {
    const known = outageStates.find(([prefix]) => state.startsWith(prefix));
    return known === undefined ? undefined : `${known[1]} (${state})`;
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (networkCodes.has(code)) return `the connection failed (${code})`;
  return driverMessages.test(message) ? `the connection was lost (${message})` : undefined;
}

/** SQLSTATEs of which waiting may cure, by prefix; the server's own documentation, appendix A. */
const outageStates: readonly (readonly [prefix: string, reason: string])[] = [
  ['08', 'the connection broke'],
  ['25006', 'it accepts no writes'],
  ['25P03', 'a transaction was idle for too long'],
  ['28', 'it refuses the login'],
  ['3D000', 'the database does not exist'],
  ['40', 'transactions stood in each other’s way'],
  ['53', 'it is short of connections, memory or disk'],
  ['55P03', 'a lock was not to be had in time'],
  ['57014', 'a statement took too long'],
  ['57P0', 'it is starting or stopping'],
  ['58', 'its operating system failed'],
];

const networkCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);

/** pg names these failures by their message alone. */
const driverMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed|The server does not support SSL)/;
