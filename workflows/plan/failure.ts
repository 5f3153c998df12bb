import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  ChildWorkflowFailure,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { BatchMemberResult } from '#contracts/operations.ts';
import type { TaskError, TaskStatus } from '#contracts/task.ts';
import { type ErrorCode, errorTable, isErrorCode } from '#domain/errors.ts';

/** How a task ends that did not succeed: as its records say it, and as its run does. */
export interface Ending {
  readonly ended: { readonly status: TaskStatus; readonly error?: TaskError };
  /** Only ApplicationFailures end a workflow; any other error would be retried for ever as a fault of the workflow's code. */
  readonly failure: Error;
}

/**
 * Must be asked in the task's own scope, and at once: a task that was told to stop is cancelled by whatever ended it, since a step
 * that is cancelled in an outage ends with the outage; a failure that is cancelled while it is undone stays one.
 */
export function endingOf(error: unknown): Ending {
  if (CancellationScope.current().consideredCancelled) {
    return { ended: { status: 'cancelled' }, failure: new CancelledFailure('The task was cancelled.') };
  }
  const { code, message } = describe(error);
  return {
    ended: { status: 'failed', error: taskError(error) },
    failure: ApplicationFailure.nonRetryable(message, code),
  };
}

/** The code and sentence at the bottom of a chain of Temporal failures. */
export function taskError(error: unknown): TaskError {
  const { code, message } = describe(error);
  return { code, message, remedy: errorTable[code].remedy };
}

/** Something was removed after the plan was made; another plan would make it again. */
export function isOvertaken(error: unknown): boolean {
  return describe(error).code === 'container-gone';
}

/** A batch fails with the members that did not succeed; nothing when all is well. */
export function batchFailure(members: readonly BatchMemberResult[]): ApplicationFailure | undefined {
  const failed = members.filter(({ outcome }) => outcome === 'failed' || outcome === 'cancelled');
  if (failed.length === 0) return undefined;
  const reasons = failed.map(({ service, message }) => `${service}: ${message ?? 'failed'}`).join('; ');
  return ApplicationFailure.nonRetryable(reasons, 'dependency-failed');
}

function describe(error: unknown): { readonly code: ErrorCode; readonly message: string } {
  if (error instanceof ActivityFailure || error instanceof ChildWorkflowFailure) return describe(error.cause);
  if (error instanceof TimeoutFailure) return describeTimeout(error);
  if (error instanceof CancelledFailure) return { code: 'internal', message: 'It was cancelled.' };
  if (error instanceof ApplicationFailure) {
    const type = error.type ?? '';
    return { code: isErrorCode(type) ? type : 'internal', message: error.message };
  }
  return { code: 'internal', message: error instanceof Error ? error.message : 'An unknown fault.' };
}

/** What was waited for is in the cause: the last try's failure. */
function describeTimeout(error: TimeoutFailure): { readonly code: ErrorCode; readonly message: string } {
  const last = error.cause instanceof ApplicationFailure ? describe(error.cause) : undefined;
  if (last?.code === 'app-unreachable') return last;
  const waited = last === undefined ? '' : ` It waited for this: ${last.message}`;
  return { code: 'task-timeout', message: `The step's time is up.${waited}` };
}
