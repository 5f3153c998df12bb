import { pino } from 'pino';
import { isFields } from './decode.ts';
import type { LogLevel } from './environment.ts';
import { redact } from './redaction.ts';

export type Logger = pino.Logger;

export interface LoggerOptions {
  /** The process, as `name` in every line. */
  readonly name: string;
  readonly level: LogLevel;
  /** Standard output by default: the supervisor, or a container engine, keeps it. */
  readonly destination?: pino.DestinationStream;
}

/**
 * JSON lines, with secrets masked at any depth of what is logged (not of what a child logger is bound to: bind ids only).
 * pino's own `redact` needs every path spelled out and is case-sensitive; vendors' headers and answers are neither known
 * nor uniform.
 */
export function createLogger({ name, level, destination }: LoggerOptions): Logger {
  const options = {
    name,
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: redactFields },
    serializers: { err: redact },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

function redactFields(fields: Record<string, unknown>): Record<string, unknown> {
  const safe = redact(fields);
  return isFields(safe) ? { ...safe } : {};
}
