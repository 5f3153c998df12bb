import { type WorkflowExecutionDescription, WorkflowNotFoundError } from '@temporalio/client';
import { parseTaskId } from '#contracts/ids.ts';
import type { TaskStatus } from '#contracts/task.ts';
import { errorTable, isErrorCode } from '#domain/errors.ts';
import type { TaskId } from '#domain/ids.ts';
import type { TaskDescription } from '#ports/task-engine.ts';
import type { TemporalClient } from './connection.ts';
import { summarize } from './summarize.ts';

/** One consistent description of a run; undefined when the server has forgotten it. */
export async function describeRun(
  temporal: TemporalClient,
  id: TaskId,
): Promise<TaskDescription | undefined> {
  const { workflowId, runId } = parseTaskId(id);
  try {
    const description = await temporal.call((client) =>
      client.workflow.getHandle(workflowId, runId).describe(),
    );
    const summary = summarize(description);
    return summary === undefined ? undefined : { ...summary, ...progressOf(description, summary.status) };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** What an open run does right now: queued, held up by an outage, on its way out. */
function progressOf(
  description: WorkflowExecutionDescription,
  status: TaskStatus,
): Partial<Pick<TaskDescription, 'status' | 'waitingFor'>> {
  if (status !== 'running') return {};
  const { raw, historyLength } = description;
  if (raw.workflowExtendedInfo?.cancelRequested === true) return { status: 'cancelling' };
  const outage = (raw.pendingActivities ?? []).map(outageOf).find((reason) => reason !== undefined);
  if (outage !== undefined) return { status: 'waiting', waitingFor: outage };
  // Started and not yet taken up by a worker: the first workflow task has not completed.
  return historyLength <= 3 ? { status: 'queued' } : {};
}

/** Protobuf's number of an activity that no worker holds. */
const scheduledState = 1;

type PendingActivity = NonNullable<WorkflowExecutionDescription['raw']['pendingActivities']>[number];

/** Work that a host's worker has not taken up for so long waits for the worker. */
const silentMs = 5000;

function outageOf(activity: PendingActivity): string | undefined {
  const { lastFailure, activityType } = activity;
  const away = awaitedHost(activity);
  if (away !== undefined) return `host ${away} unreachable`;
  const type = lastFailure?.applicationFailureInfo?.type ?? '';
  if (isErrorCode(type) && errorTable[type].kind === 'outage') return type.replaceAll('-', ' ');
  return activityType?.name === 'awaitService' ? 'another task' : undefined;
}

/** The host whose queue nobody reads. Pulls are left out: one may wait long for its turn while its host is well. */
function awaitedHost({ state, scheduledTime, activityOptions }: PendingActivity): string | undefined {
  const queue = activityOptions?.taskQueue?.name ?? '';
  const [, host] = /^host-([a-z0-9-]+)$/.exec(queue) ?? [];
  if (state !== scheduledState || host === undefined || queue.endsWith('-pull')) return undefined;
  const since = Number(scheduledTime?.seconds ?? 0) * 1000;
  return since > 0 && Date.now() - since > silentMs ? host : undefined;
}
