import { Context } from '@temporalio/activity';
import type { EventType, NewEvent, NewEventOf } from '#contracts/events.ts';
import { taskId } from '#contracts/ids.ts';
import type { Origin } from '#contracts/operations.ts';
import type { ServiceId, TaskId } from '#domain/ids.ts';
import type { RunReference } from '#domain/service.ts';

/** The run that the activity belongs to. */
export function currentRun(): RunReference {
  const { workflowExecution } = Context.current().info;
  if (workflowExecution === undefined) throw new TypeError('This activity runs within a workflow.');
  return workflowExecution;
}

export function currentTask(): TaskId {
  return taskId(currentRun());
}

/** An event of the current run. `key` names the occasion within the run, so that a repeat writes the same id. */
export function runEvent<Type extends EventType>(
  key: string,
  origin: Origin,
  told: Pick<NewEventOf<Type>, 'type' | 'data'> & { readonly service?: ServiceId },
): NewEvent {
  const { runId } = currentRun();
  const { service, ...event } = told;
  return {
    id: `${runId}/${key}`,
    time: new Date().toISOString(),
    correlationId: origin.correlationId,
    task: currentTask(),
    ...(service === undefined ? {} : { service }),
    ...event,
  } as NewEvent;
}
