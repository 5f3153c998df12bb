import type { ErrorCode } from '#domain/errors.ts';
import type { ServiceId, StepId, TaskId } from '#domain/ids.ts';
import type { Plan } from '#domain/plan/plan.ts';
import type { Phase, StepType } from '#domain/plan/steps.ts';
import type { Operation } from './operations.ts';

export const taskStatuses = [
  'queued',
  'running',
  'waiting',
  'cancelling',
  'succeeded',
  'failed',
  'cancelled',
  'timed-out',
  'terminated',
] as const;
export type TaskStatus = (typeof taskStatuses)[number];

export const closedTaskStatuses: readonly TaskStatus[] = [
  'succeeded',
  'failed',
  'cancelled',
  'timed-out',
  'terminated',
];

export function isClosed(status: TaskStatus): boolean {
  return closedTaskStatuses.includes(status);
}

/** One execution of an operation, as lists show it. */
export interface TaskSummary {
  readonly id: TaskId;
  readonly operation: Operation;
  /** Absent for batches and previews. */
  readonly service?: ServiceId;
  readonly status: TaskStatus;
  readonly startedAt: string;
  readonly closedAt?: string;
  readonly parent?: TaskId;
  readonly requestedBy: string;
  readonly correlationId: string;
}

/** A task with all that is known of it. */
export interface Task extends TaskSummary {
  /** What it waits for, such as `engine unreachable`. */
  readonly waitingFor?: string;
  readonly phase?: Phase;
  readonly plan?: Plan;
  readonly steps: readonly StepState[];
  readonly error?: TaskError;
  /** Tasks that this one started. */
  readonly children: readonly TaskId[];
}

export interface StepState {
  readonly id: StepId;
  readonly type: StepType;
  readonly phase: Phase;
  readonly state: 'pending' | 'running' | 'done' | 'adopted' | 'kept' | 'skipped' | 'failed' | 'undone';
  readonly detail?: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly progress?: ByteProgress;
}

export interface ByteProgress {
  readonly current: number;
  /** Grows while the registry names more layers. */
  readonly total: number;
}

export interface TaskError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy: string;
  readonly step?: StepId;
}
