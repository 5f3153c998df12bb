import type { Origin } from '#contracts/operations.ts';
import type { HostId, ServiceId } from '#domain/ids.ts';
import type { StepOf, StepResult, StepType } from '#domain/plan/steps.ts';

/** What a step's activity knows besides its step. */
export interface StepContext {
  readonly service: ServiceId;
  readonly host: HostId;
  readonly origin: Origin;
  /** Set while undoing: only what this very task made may be taken back. */
  readonly undo: boolean;
  /** Which plan of the task the step belongs to; absent for the first. */
  readonly round?: number;
}

/** Steps that activities execute; `waitForService` is the workflow's own. */
export type ActivityStepType = Exclude<StepType, 'waitForService'>;

export type StepActivities = {
  readonly [Type in ActivityStepType]: (step: StepOf<Type>, context: StepContext) => Promise<StepResult>;
};
