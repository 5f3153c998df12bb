import { CancellationScope, workflowInfo } from '@temporalio/workflow';
import type { OperationContext, Planned } from '#activities/central/contract.ts';
import { taskId } from '#contracts/ids.ts';
import type { OperationResult, ServiceOperation, UninstallInput } from '#contracts/operations.ts';
import { leftAs } from '#domain/lifecycle.ts';
import { central, onHost } from '../activity-proxies.ts';
import { asWorkflowFailure, endedBy } from './failure.ts';
import { createPresentation } from './presentation.ts';
import { createPlanRun, type PlanRun } from './run-plan.ts';
import { createDependencies, type Dependencies } from './wait-for-service.ts';

/** An operation on one service: look, plan, do; or undo, and say why. */
export interface OperationInput extends UninstallInput {
  readonly operation: ServiceOperation;
}

export async function runOperation(input: OperationInput): Promise<OperationResult> {
  const { operation, service, origin, host } = input;
  const context: OperationContext = { operation, service, origin };
  const dependencies = createDependencies(origin, host);
  let planned: Planned | undefined;
  let planRun: PlanRun | undefined;
  try {
    planned = await plan(input, context);
    const presentation = createPresentation(`${operation} ${service}`, planned.plan);
    planRun = createPlanRun(planned.plan, { service, host, origin, undo: false, dependencies, presentation });
    await planRun.run();
  } catch (error) {
    await CancellationScope.nonCancellable(() => conclude(error, context, dependencies, planned, planRun));
    throw asWorkflowFailure(error);
  }
  // The row says that it is done, so a cancellation comes too late.
  await CancellationScope.nonCancellable(async () => {
    if (input.undoes !== undefined) await dependencies.takeBack(input.undoes, service);
    await central.closeOperation({ ...context, status: 'succeeded' });
  });
  const steps = planned.plan.steps.length;
  return { service, changed: steps > 0, steps };
}

async function plan(input: OperationInput, context: OperationContext): Promise<Planned> {
  const { purge, undoes, approvedPlan } = input;
  const looking = await central.openOperation(context);
  const observed = await onHost(looking.host).observe(looking);
  return central.planOperation({
    ...context,
    observed,
    purge,
    ...(undoes === undefined ? {} : { undoes }),
    ...(approvedPlan === undefined ? {} : { approvedPlan }),
  });
}

/** Undoes what may have been done, leaves the row in a true state, and withdraws what only this task had wanted. */
async function conclude(
  error: unknown,
  context: OperationContext,
  dependencies: Dependencies,
  planned: Planned | undefined,
  planRun: PlanRun | undefined,
): Promise<void> {
  const ended = endedBy(error);
  const undone = context.operation === 'install';
  if (undone) await planRun?.undo();
  if (undone && ended.status === 'cancelled')
    await dependencies.takeBack(taskId(workflowInfo()), context.service);
  const to =
    planned?.from === undefined
      ? undefined
      : leftAs(planned.from, {
          cancelled: ended.status === 'cancelled',
          disturbed: planRun?.disturbed() ?? false,
        });
  await central.closeOperation({ ...context, ...ended, ...(to === undefined ? {} : { to }) });
}
