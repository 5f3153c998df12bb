import type { Fault } from '#domain/errors.ts';
import { DomainError, errorTable, isErrorCode } from '#domain/errors.ts';
import { ApiError } from '#sdk/errors.ts';
import { type Exit, exitOf } from './exit-codes.ts';

/** A command that cannot do its work, for a reason of the command line's own. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly exit: Exit;
  readonly code: string;
  readonly remedy: string;
  readonly faults: readonly Fault[];

  constructor(exit: Exit, code: string, message: string, remedy: string, faults: readonly Fault[] = []) {
    super(message);
    this.faults = faults;
    this.exit = exit;
    this.code = code;
    this.remedy = remedy;
  }
}

/** Any failure as a person or a program is told. */
export interface Failure {
  readonly exit: Exit;
  readonly code: string;
  /** What happened, one sentence; where there are faults, without them. */
  readonly message: string;
  readonly remedy: string;
  readonly faults: readonly Fault[];
  readonly data: Readonly<Record<string, unknown>>;
  readonly correlationId?: string;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof CommandFailure) {
    const { exit, code, message, remedy, faults } = error;
    return { exit, code, message, remedy, faults, data: {} };
  }
  if (error instanceof ApiError) {
    const { code, faults, data, remedy, correlationId } = error;
    return {
      ...{ exit: exitOf(code), code, remedy, faults, data },
      message: headline(code, error.message, faults),
      ...(correlationId === undefined ? {} : { correlationId }),
    };
  }
  if (error instanceof DomainError) {
    const { code, faults, data, remedy } = error;
    return { exit: exitOf(code), code, remedy, faults, data, message: headline(code, error.message, faults) };
  }
  const message = error instanceof Error ? error.message : String(error);
  const { what, remedy } = errorTable.internal;
  return { exit: 'internal', code: 'internal', message: `${what}: ${message}`, remedy, faults: [], data: {} };
}

/** The messages of such errors repeat their faults, which are listed below it anyway. */
function headline(code: string, message: string, faults: readonly Fault[]): string {
  return faults.length > 0 && isErrorCode(code) ? `${errorTable[code].what}.` : message;
}
