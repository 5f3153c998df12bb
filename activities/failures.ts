import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory, CancelledFailure } from '@temporalio/common';
import type { TaskError } from '#contracts/task.ts';
import { DomainError, errorTable, isDomainError, isErrorCode } from '#domain/errors.ts';

/** Unknown faults are tried again a few times, in case they were passing ones; then they end the task. */
const unknownAttempts = 3;
/** A registry that refuses is asked this often; the pauses between come from the step's policy. */
const registryAttempts = 4;
/** An application was healthy before a step turns to it, so one that is silent for minutes is a failure, not an outage. */
const applicationAttempts = 60;

/**
 * What leaves an activity: only failures with a stable code as their type. Outages are retryable, for the step's policy waits
 * them out; all else ends the step.
 */
export function toFailure(error: unknown): Error {
  if (error instanceof CancelledFailure || error instanceof ApplicationFailure) return error;
  const known = asDomainError(error);
  const details = [{ faults: known.faults, data: known.data }];
  const options = { message: known.message, type: known.code, details };
  return ApplicationFailure.create({
    ...options,
    nonRetryable: !isRetryable(known),
    // An expected "not yet" is no error to log or count.
    ...(known.kind === 'outage' ? { category: ApplicationFailureCategory.BENIGN } : {}),
  });
}

/** As events and tasks show it. */
export function toTaskError(error: unknown): TaskError {
  const { code, message } = asDomainError(error);
  return { code, message, remedy: errorTable[code].remedy };
}

function asDomainError(error: unknown): DomainError {
  if (isDomainError(error)) return error;
  if (error instanceof ApplicationFailure && isErrorCode(error.type ?? '')) {
    return new DomainError(error.type as DomainError['code'], error.message);
  }
  // The message of an unknown error may hold anything, so only its kind is told; the worker's log has the rest.
  const name = error instanceof Error ? error.constructor.name : typeof error;
  return new DomainError('internal', `An unexpected ${name} ended the step; the worker's log says more.`, {
    cause: error,
  });
}

function isRetryable(error: DomainError): boolean {
  const { attempt } = activityInfo();
  if (error.code === 'app-unreachable') return attempt < applicationAttempts;
  if (error.kind === 'outage') return true;
  if (error.code === 'image-pull-failed') return error.data.retryable === true && attempt < registryAttempts;
  return error.code === 'internal' && attempt < unknownAttempts;
}
