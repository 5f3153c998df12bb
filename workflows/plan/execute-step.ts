import { type ActivityInterfaceFor, proxyActivities } from '@temporalio/workflow';
import type { StepActivities, StepContext } from '#activities/steps/step-context.ts';
import { printStep } from '#domain/plan/print.ts';
import type { Step, StepResult } from '#domain/plan/steps.ts';
import type { Presentation } from './presentation.ts';
import { stepOptions } from './step-policies.ts';
import type { Dependencies } from './wait-for-service.ts';

export interface RunContext extends StepContext {
  /** How long the host may be away; six hours where nothing is said. */
  readonly patienceSeconds?: number | undefined;
  readonly dependencies: Dependencies;
  readonly presentation: Presentation;
}

/** Every call sets its own options; these satisfy the proxy. */
const activities = proxyActivities<StepActivities>({ startToCloseTimeout: '1m' });

/** Executes one step: an activity on the right queue, or another service's own operation. */
export async function executeStep(step: Step, context: RunContext): Promise<StepResult> {
  const { dependencies, presentation, patienceSeconds, ...stepContext } = context;
  presentation.began(step);
  try {
    const result =
      step.type === 'waitForService'
        ? await dependencies.bringUp(step.arguments)
        : await executeActivity(step, stepContext, patienceSeconds);
    presentation.ended(step, result.outcome);
    return result;
  } catch (error) {
    presentation.ended(step, 'failed');
    throw error;
  }
}

type ActivityStep = Exclude<Step, { readonly type: 'waitForService' }>;
type AnyStepActivity = (step: ActivityStep, context: StepContext) => Promise<StepResult>;
type AnyStepProxy = ActivityInterfaceFor<{ step: AnyStepActivity }>['step'];

function executeActivity(
  step: ActivityStep,
  context: StepContext,
  patienceSeconds: number | undefined,
): Promise<StepResult> {
  // The map's type ties each name to its own step; a call by a name known only at run time needs the common form.
  const activity = activities[step.type] as unknown as AnyStepProxy;
  const options = { ...stepOptions(step, context.host, patienceSeconds), summary: printStep(step) };
  return activity.executeWithOptions(options, [step, context]);
}
