import type { Operation } from '#contracts/operations.ts';
import type { StepState, TaskError, TaskStatus } from '#contracts/task.ts';
import type { Phase, StepArguments } from '#domain/plan/steps.ts';

/** What a display shows of one request: the task that was opened, and every service that it touches. */
export interface StackView {
  readonly root: ServiceView;
  /** In the order in which they were asked for, then in which they came up. */
  readonly services: readonly ServiceView[];
}

/** One task, by the service that it works on. */
export interface ServiceView {
  /** The service; for a batch, nothing. */
  readonly name: string;
  readonly operation: Operation | undefined;
  readonly state: ServiceState;
  /** The first that is not through. */
  readonly phase: Phase;
  readonly steps: readonly StepView[];
  /** What the service is recorded as when the plan has been carried out; nothing where there is no plan, or nothing to do. */
  readonly leaves?: StepArguments['saveService']['status'];
  /** Services that it needs and that are not up yet. */
  readonly waitsFor: readonly string[];
  /** What is taken back at this moment, in words. */
  readonly undoing?: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly error?: Pick<TaskError, 'code' | 'message' | 'remedy'>;
}

/** `expected`: named, and not begun. `unchanged`: there was nothing to do. */
export type ServiceState =
  | 'expected'
  | 'working'
  | 'done'
  | 'unchanged'
  | Exclude<TaskStatus, OpenStatus | 'succeeded'>;
type OpenStatus = 'queued' | 'running' | 'waiting' | 'cancelling';

export interface StepView extends StepState {
  /** What it does, in words. */
  readonly text: string;
  /** Above 1 when it is tried again. */
  readonly attempt: number;
}

export function isOver({ state }: Pick<ServiceView, 'state'>): boolean {
  return state !== 'expected' && state !== 'working';
}

/** Not begun, or at work. */
export function isOpen({ state }: Pick<StepView, 'state'>): boolean {
  return state === 'pending' || state === 'running';
}

export function wentWell({ state }: Pick<ServiceView, 'state'>): boolean {
  return state === 'done' || state === 'unchanged';
}
