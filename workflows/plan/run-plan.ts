import { CancellationScope } from '@temporalio/workflow';
import type { Plan } from '#domain/plan/plan.ts';
import type { Step, StepResult } from '#domain/plan/steps.ts';
import { undoOf } from '#domain/plan/undo.ts';
import { isAway } from './away.ts';
import { executeStep, type RunContext } from './execute-step.ts';
import { isOnHost } from './step-policies.ts';

/** Steps that take something away from a service that ran before. */
const disturbing: ReadonlySet<Step['type']> = new Set([
  'stopContainer',
  'removeContainer',
  'removeLink',
  'stopMonitor',
]);

/** What has been begun, kept outside so that it can be asked after a failure. */
export interface PlanRun {
  /**
   * Takes back, in reverse order, what may have been done; true when all of it was. Shielded from cancellation. With a patience,
   * a host that stays away for so long is not waited for again.
   */
  undo(patienceSeconds?: number): Promise<boolean>;
  /** What the undo has left, because its host is away. */
  left(): readonly Step[];
  /** Since when the service may no longer be as it was before the plan; undefined while it surely is. */
  disturbedSince(): number | undefined;
  /** Runs the steps in dependency order, in parallel where the plan allows. The first failure stops the others. */
  run(): Promise<void>;
}

/** Interprets a plan; it decides nothing. */
export function createPlanRun(plan: Plan, context: RunContext): PlanRun {
  const undos: { readonly step: Step; needed: boolean }[] = [];
  const left: Step[] = [];
  let disturbed: number | undefined;
  const perform = async (step: Step): Promise<void> => {
    const undo = undoOf(step);
    const registered = undo === undefined ? undefined : { step: undo, needed: true };
    // Registered before the step: one that times out may have happened all the same.
    if (registered !== undefined) undos.push(registered);
    if (disturbing.has(step.type)) disturbed ??= Date.now();
    const result = await committing(step, () => tolerant(step, context));
    if (registered !== undefined) registered.needed = result.undoable;
  };
  return {
    run: () => runSteps(plan.steps, perform),
    undo: (patienceSeconds) =>
      CancellationScope.nonCancellable(() => undoAll(undos, { ...context, patienceSeconds }, left)),
    left: () => left,
    disturbedSince: () => disturbed,
  };
}

async function runSteps(steps: readonly Step[], perform: (step: Step) => Promise<void>): Promise<void> {
  const scope = new CancellationScope({ cancellable: true });
  const begun = new Map<string, Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  const follow = async (step: Step): Promise<void> => {
    await Promise.all(step.after.map((id) => begun.get(id)));
    try {
      await perform(step);
    } catch (error) {
      failure ??= { error };
      scope.cancel();
      throw error;
    }
  };
  await scope.run(async () => {
    for (const step of steps) begun.set(step.id, follow(step));
    await Promise.allSettled(begun.values());
  });
  if (failure !== undefined) throw failure.error;
}

/** What ends the operation happens wholly or not at all: once it was begun, a cancellation comes too late. */
function committing(step: Step, work: () => Promise<StepResult>): Promise<StepResult> {
  return step.type === 'saveService' ? CancellationScope.nonCancellable(work) : work();
}

async function tolerant(step: Step, context: RunContext): Promise<StepResult> {
  try {
    return await executeStep(step, context);
  } catch (error) {
    if (!step.bestEffort || CancellationScope.current().consideredCancelled) throw error;
    return { outcome: 'skipped', detail: 'did not succeed; the plan goes on without it', undoable: false };
  }
}

/** Every undo is tried, whatever becomes of the others; what fails is in the step's events. One host is waited for once. */
async function undoAll(
  undos: readonly { readonly step: Step; readonly needed: boolean }[],
  context: RunContext,
  left: Step[],
): Promise<boolean> {
  let all = true;
  for (const { step, needed } of undos.toReversed()) {
    if (!needed) continue;
    if (left.length > 0 && isOnHost(step)) {
      left.push(step);
      continue;
    }
    await executeStep(step, { ...context, undo: true }).catch((error: unknown) => {
      all = false;
      if (context.patienceSeconds !== undefined && isAway(error)) left.push(step);
    });
  }
  return all;
}
