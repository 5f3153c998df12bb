import { Context } from '@temporalio/activity';
import type { NewEvent, StepEnd } from '#contracts/events.ts';
import { taskId } from '#contracts/ids.ts';
import type { ByteProgress } from '#contracts/task.ts';
import type { Evidence } from '#domain/container.ts';
import { errorTable } from '#domain/errors.ts';
import type { StepOf, StepResult } from '#domain/plan/steps.ts';
import type { EventAppender } from '#ports/event-log.ts';
import { toFailure, toTaskError } from '../failures.ts';
import { heartbeating } from '../heartbeat.ts';
import type { StepExecutor, StepTools } from './executor.ts';
import type { ActivityStepType, StepContext } from './step-context.ts';

/**
 * Wraps an executor into an activity: heartbeats, tells the event log what happens, and turns errors into failures. A repeat
 * after a crash writes the same event ids, so each is in the log once.
 */
export function stepActivity<Type extends ActivityStepType>(
  events: EventAppender,
  execute: StepExecutor<Type>,
): (step: StepOf<Type>, context: StepContext) => Promise<StepResult> {
  return async (step, context) => {
    // An undo is told as what becomes of the step that it takes back: that one is in the plan.
    const told = step.undoes ?? step.id;
    const teller = createTeller(events, told, context);
    // Not awaited before the work, which it would only delay; a beginning that could not be told is followed by its end.
    const begun = isTold(teller.attempt)
      ? teller
          .tell('started', { type: 'step.started', data: { step: told, attempt: teller.attempt } })
          .catch(() => undefined)
      : undefined;
    const tools = toolsFor(context, teller, told);
    try {
      const outcome = await heartbeating(() => execute(step.arguments, tools));
      await begun;
      const shown: StepEnd['outcome'] = context.undo ? 'undone' : outcome.outcome;
      const evidence = tools.evidence();
      const data = { step: told, outcome: shown, detail: outcome.detail };
      await teller.tell('ended', {
        type: 'step.ended',
        data: evidence === undefined ? data : { ...data, evidence },
      });
      return outcome;
    } catch (error) {
      await begun;
      await tellFailure(teller, told, error, tools.evidence());
      throw toFailure(error);
    }
  };
}

/** An outage can last for hours at a try every five seconds: after the first few, one in five minutes is told. */
function isTold(attempt: number): boolean {
  return attempt <= 10 || attempt % 60 === 0;
}

type Teller = ReturnType<typeof createTeller>;
type Told = Pick<NewEvent, 'type' | 'data'>;

function createTeller(events: EventAppender, step: string, context: StepContext) {
  const { info } = Context.current();
  const { workflowExecution, attempt } = info;
  if (workflowExecution === undefined) throw new TypeError('A step runs within a workflow.');
  const task = taskId(workflowExecution);
  const round = context.round === undefined ? '' : `plan-${context.round}/`;
  const prefix = `${workflowExecution.runId}/${round}${context.undo ? 'undo/' : ''}${step}`;
  const tell = (key: string, told: Told): Promise<void> =>
    events.append([
      {
        id: `${prefix}/${attempt}/${key}`,
        time: new Date().toISOString(),
        correlationId: context.origin.correlationId,
        task,
        service: context.service,
        ...told,
      } as NewEvent,
    ]);
  return { task, attempt, tell };
}

function toolsFor(context: StepContext, teller: Teller, step: StepOf<ActivityStepType>['id']) {
  let sequence = 0;
  let kept: Evidence | undefined;
  const tools: StepTools & { evidence(): Evidence | undefined } = {
    ...context,
    task: teller.task,
    attempt: teller.attempt,
    signal: Context.current().cancellationSignal,
    progress: (progress: ByteProgress) => {
      sequence += 1;
      // Best effort by design: a lost figure is followed by a newer one, and must not fail a pull.
      teller
        .tell(`progress/${sequence}`, { type: 'step.progress', data: { step, progress } })
        .catch(() => undefined);
    },
    keepEvidence: (evidence: Evidence) => {
      kept = evidence;
    },
    evidence: () => kept,
  };
  return tools;
}

/** Telling must not hide the failure itself, which Temporal keeps in any case. */
async function tellFailure(
  teller: Teller,
  step: StepOf<ActivityStepType>['id'],
  error: unknown,
  evidence: Evidence | undefined,
): Promise<void> {
  if (errorTable[toTaskError(error).code].kind === 'outage' && !isTold(teller.attempt)) return;
  const data = { step, error: { ...toTaskError(error), step }, attempt: teller.attempt };
  const told: Told = { type: 'step.failed', data: evidence === undefined ? data : { ...data, evidence } };
  await teller.tell('failed', told).catch(() => undefined);
}
