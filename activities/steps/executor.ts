import type { ByteProgress } from '#contracts/task.ts';
import type { Evidence } from '#domain/container.ts';
import type { TaskId } from '#domain/ids.ts';
import type { StepOf, StepResult } from '#domain/plan/steps.ts';
import type { ActivityStepType, StepContext } from './step-context.ts';

/** What a step's executor may use besides its ports. */
export interface StepTools extends StepContext {
  readonly task: TaskId;
  readonly attempt: number;
  /** Aborted when the task is cancelled or the worker stops. */
  readonly signal: AbortSignal;
  readonly progress: (progress: ByteProgress) => void;
  /** Kept with the step when it fails, or when what it shows is about to be removed. */
  readonly keepEvidence: (evidence: Evidence) => void;
}

/** One idempotent effect on one system. */
export type StepExecutor<Type extends ActivityStepType> = (
  args: StepOf<Type>['arguments'],
  tools: StepTools,
) => Promise<StepResult>;

/** For steps with nothing to tell but what happened. */
export function result(
  outcome: StepResult['outcome'],
  detail = '',
  undoable = outcome === 'done',
): StepResult {
  return { outcome, detail, undoable };
}
