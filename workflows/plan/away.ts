import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import type { HostId } from '#domain/ids.ts';
import { printStep } from '#domain/plan/print.ts';
import type { Step } from '#domain/plan/steps.ts';

/** How long the undo of a task waits for a host for which the task itself has waited in vain, in seconds. */
const lastPatience = 60;
/** The same for a task that was cancelled: whoever cancels does not wait for hours. */
const cancelledPatience = 600;

/** Nobody took the work up, or whoever did was lost with it: the host's worker is away. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof ActivityFailure) || !(error.cause instanceof TimeoutFailure)) return false;
  const { timeoutType, cause } = error.cause;
  if (timeoutType === 'SCHEDULE_TO_START') return true;
  return timeoutType === 'SCHEDULE_TO_CLOSE' && !(cause instanceof ApplicationFailure);
}

/** What a task says that has waited for a host in vain. */
export function hostAway(host: HostId, patienceSeconds: number): ApplicationFailure {
  return ApplicationFailure.nonRetryable(
    `The task waited ${inWords(patienceSeconds)} for host ${host}, whose worker does not answer.`,
    'task-timeout',
  );
}

/** For how long each host is waited for while a task is undone; nothing for histories that know no patience. */
export function patienceOfUndo(
  patienceSeconds: number | undefined,
  { away, cancelled }: { readonly away: boolean; readonly cancelled: boolean },
): number | undefined {
  if (patienceSeconds === undefined) return undefined;
  if (away) return Math.min(patienceSeconds, lastPatience);
  return cancelled ? Math.min(patienceSeconds, cancelledPatience) : patienceSeconds;
}

/** What could not be taken back, because its host is away. */
export function leftovers(steps: readonly Step[]): string {
  if (steps.length === 0) return '';
  const shown = steps.slice(0, 10).map(printStep);
  const more = steps.length > shown.length ? `, and ${steps.length - shown.length} more` : '';
  return ` Its host does not answer, so this was not taken back: ${shown.join(', ')}${more}.`;
}

function inWords(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
