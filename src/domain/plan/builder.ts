import { type StepId, stepId } from '../ids.ts';
import type { Phase, Step, StepArguments, StepType } from './steps.ts';

export interface StepRequest<Type extends StepType> {
  readonly type: Type;
  readonly target: string;
  readonly phase: Phase;
  readonly cause: string;
  readonly after?: readonly (StepId | undefined)[];
  readonly bestEffort?: boolean;
  readonly arguments: StepArguments[Type];
}

/** Collects steps in the order in which they are printed; ids are `<type>:<target>`. */
export function createPlanBuilder(): {
  readonly steps: readonly Step[];
  add<Type extends StepType>(request: StepRequest<Type>): StepId;
} {
  const steps: Step[] = [];
  return {
    steps,
    add: ({ type, target, phase, cause, after = [], bestEffort = false, arguments: args }) => {
      const id = stepId(type, target);
      const known = after.filter((dependency) => dependency !== undefined);
      // The generic parameter ties type and arguments together; the union cannot express it without this widening.
      steps.push({ id, type, phase, cause, after: known, bestEffort, arguments: args } as Step);
      return id;
    },
  };
}

export type PlanBuilder = ReturnType<typeof createPlanBuilder>;
