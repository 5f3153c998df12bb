import type { Client } from '@temporalio/client';
import { parseTaskId } from '#contracts/ids.ts';

type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;
type HistoryEvent = NonNullable<History['events']>[number];
type Timestamp = NonNullable<HistoryEvent['eventTime']>;

/** How long Temporal and the workers took over each activity and each workflow task of a run, in milliseconds. */
export interface RunLatencies {
  readonly activities: readonly ActivityLatency[];
  /** From being scheduled to being completed: the worker's replies to what happened. */
  readonly workflowTasks: readonly number[];
}

export interface ActivityLatency {
  readonly type: string;
  /** In Temporal and on its way to the worker. */
  readonly scheduleToStart: number;
  /** In the worker. */
  readonly startToClose: number;
}

export async function readLatencies(client: Client, task: string): Promise<RunLatencies> {
  const { workflowId, runId } = parseTaskId(task);
  return latenciesOf(await client.workflow.getHandle(workflowId, runId).fetchHistory());
}

export function latenciesOf({ events }: History): RunLatencies {
  const at = new Map((events ?? []).map((event) => [String(event.eventId), event]));
  const timeOf = (id: unknown) => milliseconds(at.get(String(id))?.eventTime);
  const activities: ActivityLatency[] = [];
  const workflowTasks: number[] = [];
  for (const { eventTime, ...event } of events ?? []) {
    const activity = event.activityTaskCompletedEventAttributes;
    const workflowTask = event.workflowTaskCompletedEventAttributes;
    if (activity) {
      const { scheduledEventId, startedEventId } = activity;
      const type = at.get(String(scheduledEventId))?.activityTaskScheduledEventAttributes?.activityType?.name;
      const started = timeOf(startedEventId);
      activities.push({
        type: type ?? 'unknown',
        scheduleToStart: started - timeOf(scheduledEventId),
        startToClose: milliseconds(eventTime) - started,
      });
    }
    if (workflowTask) workflowTasks.push(milliseconds(eventTime) - timeOf(workflowTask.scheduledEventId));
  }
  return { activities, workflowTasks };
}

function milliseconds(time: Timestamp | null | undefined): number {
  return Number(time?.seconds ?? 0) * 1000 + (time?.nanos ?? 0) / 1e6;
}
