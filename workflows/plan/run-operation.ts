import { CancellationScope, workflowInfo } from '@temporalio/workflow';
import type { Looking, OperationContext, Planned } from '#activities/central/contract.ts';
import { taskId } from '#contracts/ids.ts';
import type {
  OperationResult,
  RecoverInput,
  ServiceOperation,
  UninstallInput,
} from '#contracts/operations.ts';
import { leftAs } from '#domain/lifecycle.ts';
import { isRevisable } from '#domain/operation.ts';
import type { Plan } from '#domain/plan/plan.ts';
import { central, onHost } from '../activity-proxies.ts';
import { hostAway, isAway, leftovers, patienceOfUndo } from './away.ts';
import { type Ending, endingOf, isOvertaken } from './failure.ts';
import { createPresentation } from './presentation.ts';
import { createPlanRun, type PlanRun } from './run-plan.ts';
import { createDependencies, type Dependencies } from './wait-for-service.ts';

/** An operation on one service: look, plan, do; or undo, and say why. */
export interface OperationInput extends UninstallInput {
  readonly operation: ServiceOperation;
  /** Of a recovery: what was seen. */
  readonly cause?: string;
  readonly happened?: RecoverInput['happened'];
}

export async function runOperation(input: OperationInput): Promise<OperationResult> {
  const { operation, service, origin, host } = input;
  const context: OperationContext = { operation, service, origin };
  const dependencies = createDependencies(origin, host);
  const reached: Reached = { runs: [] };
  try {
    await carryOut(input, context, dependencies, reached);
  } catch (error) {
    const { ended, failure } = endingOf(inWords(error, reached));
    const away = isAway(error);
    await CancellationScope.nonCancellable(() =>
      conclude({ ...ended, away }, context, dependencies, reached),
    );
    throw failure;
  }
  // The row says that it is done, so a cancellation comes too late.
  await CancellationScope.nonCancellable(async () => {
    if (input.undoes !== undefined) await dependencies.takeBack(input.undoes, service);
    await central.closeOperation({ ...context, status: 'succeeded' });
  });
  const steps = reached.planned?.plan.steps.length ?? 0;
  return { service, changed: steps > 0, steps };
}

/** How far the operation has come: what a conclusion must know. */
interface Reached {
  looking?: Looking;
  planned?: Planned;
  /** One for each plan, the newest last. */
  runs: readonly PlanRun[];
}

/** Plans that one operation makes at most: reality may move under it, but it must end. */
const mostPlans = 3;

/** What was approved is never replaced by another plan. */
async function carryOut(
  input: OperationInput,
  context: OperationContext,
  dependencies: Dependencies,
  reached: Reached,
): Promise<void> {
  const { operation, service, origin, approvedPlan } = input;
  for (let number = 1; ; number += 1) {
    const round = number === 1 ? {} : { round: number };
    const { plan, host, patienceSeconds } = await planned(input, context, reached, round);
    const presentation = createPresentation(`${operation} ${service}`, plan);
    const run = createPlanRun(plan, {
      service,
      host,
      origin,
      undo: false,
      ...round,
      patienceSeconds,
      dependencies,
      presentation,
    });
    reached.runs = [...reached.runs, run];
    try {
      return await run.run();
    } catch (error) {
      const final = number === mostPlans || approvedPlan !== undefined;
      if (final || CancellationScope.current().consideredCancelled || !isOvertaken(error)) throw error;
    }
  }
}

async function planned(
  input: OperationInput,
  context: OperationContext,
  reached: Reached,
  round: { readonly round?: number },
): Promise<{ readonly plan: Plan } & Pick<Looking, 'host' | 'patienceSeconds'>> {
  const { purge, undoes, approvedPlan, cause, happened } = input;
  const looking = reached.looking ?? (await central.openOperation(context));
  reached.looking = looking;
  const { host, patienceSeconds } = looking;
  const observed = await onHost(host, patienceSeconds).observe(looking);
  const request = {
    ...context,
    observed,
    purge,
    ...round,
    ...(undoes === undefined ? {} : { undoes }),
    ...(approvedPlan === undefined ? {} : { approvedPlan }),
    ...(cause === undefined ? {} : { cause }),
    ...(happened === undefined ? {} : { happened }),
  };
  // It may mark the row, and a mark that nobody knows of would stay.
  const next = await CancellationScope.nonCancellable(() => central.planOperation(request));
  // A plan that is made anew may find nothing to do; the row is this run's all the same.
  reached.planned = { ...next, tookOver: next.tookOver || reached.planned?.tookOver === true };
  // The row knows where it is, whatever the request said.
  return { plan: next.plan, host, ...(patienceSeconds === undefined ? {} : { patienceSeconds }) };
}

/** Undoes what may have been done, leaves the row in a true state, and withdraws what only this task had wanted. */
async function conclude(
  { away, ...ended }: Ending['ended'] & { readonly away: boolean },
  context: OperationContext,
  dependencies: Dependencies,
  { looking, planned, runs }: Reached,
): Promise<void> {
  const { operation } = context;
  const cancelled = ended.status === 'cancelled';
  let undone = false;
  if (isTakenBack(operation, cancelled)) {
    undone = await undoAll(runs, patienceOfUndo(looking?.patienceSeconds, { away, cancelled }));
  }
  if (operation === 'install' && cancelled)
    await dependencies.takeBack(taskId(workflowInfo()), context.service);
  const since = runs.flatMap((run) => run.disturbedSince() ?? []).at(0);
  const disturbed = isDisturbed(operation, since, undone);
  const to =
    looking !== undefined && planned?.tookOver === true
      ? leftAs(looking.from, { cancelled, disturbed })
      : undefined;
  const left = leftovers(runs.flatMap((run) => run.left()));
  const told = isRevisable(operation) && undone ? withReturn(ended, since) : withLeft(ended, left);
  await central.closeOperation({ ...context, ...told, ...(to === undefined ? {} : { to }) });
}

/** The newest plan's first. */
async function undoAll(runs: readonly PlanRun[], patienceSeconds: number | undefined): Promise<boolean> {
  let all = true;
  for (const run of runs.toReversed()) all = (await run.undo(patienceSeconds)) && all;
  return all;
}

/** What a person asked for and did not get leaves no half of it; a start that failed is left to look at, and to recover. */
function isTakenBack(operation: ServiceOperation, cancelled: boolean): boolean {
  if (operation === 'uninstall') return false;
  return operation === 'install' || isRevisable(operation) || cancelled;
}

/** A time that ran out says which host was waited for. */
function inWords(error: unknown, { looking }: Reached): unknown {
  const patienceSeconds = looking?.patienceSeconds;
  if (looking === undefined || patienceSeconds === undefined || !isAway(error)) return error;
  return hostAway(looking.host, patienceSeconds);
}

function withLeft(ended: Ending['ended'], left: string): Ending['ended'] {
  if (ended.error === undefined || left === '') return ended;
  return { ...ended, error: { ...ended.error, message: `${ended.error.message}${left}` } };
}

/** A change that was put back says so, and for how long the service was away. */
function withReturn({ status, error }: Ending['ended'], since: number | undefined): Ending['ended'] {
  if (error === undefined) return { status };
  const seconds = since === undefined ? undefined : Math.max(1, Math.round((Date.now() - since) / 1000));
  const back =
    seconds === undefined
      ? 'Nothing was changed.'
      : `What was there before is back; it was away for ${seconds} s.`;
  return { status, error: { ...error, message: `${error.message} ${back}` } };
}

/** Whether the service may be worse off than before. A start that was given up leaves it neither stopped nor running. */
function isDisturbed(operation: ServiceOperation, since: number | undefined, undone: boolean): boolean {
  if (operation === 'install' || operation === 'uninstall') return since !== undefined;
  return !undone;
}
