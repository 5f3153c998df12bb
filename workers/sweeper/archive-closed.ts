import { eventsOf } from '#activities/central/task-events.ts';
import type { LoggedEvent } from '#contracts/events.ts';
import { foldTask } from '#contracts/fold-task.ts';
import { parseTaskId } from '#contracts/ids.ts';
import { isClosed, type Task, type TaskSummary } from '#contracts/task.ts';
import type { EventLog } from '#ports/event-log.ts';
import type { TaskEngine } from '#ports/task-engine.ts';
import type { TaskStore } from '#ports/task-store.ts';
import { eachOf } from './each-of.ts';

interface ArchivePorts {
  readonly engine: TaskEngine;
  readonly tasks: TaskStore;
  readonly events: EventLog;
}

const pageSize = 100;
/** Bounds one round, also when the server holds more than anybody has. */
const mostPages = 1000;

/**
 * Puts every closed run that the archive lacks into it, with what its events say: Temporal's store may be lost. Visibility lists
 * open runs first and then the newest closed, so a page of known ones means that the rest is known too; but a round that was
 * broken off leaves a gap below, which only a thorough one finds.
 */
export async function archiveClosed(ports: ArchivePorts, { thorough = false } = {}): Promise<void> {
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const listed = await ports.engine.list({ limit: pageSize, ...(cursor === undefined ? {} : { cursor }) });
    const closed = listed.tasks.filter(({ status }) => isClosed(status));
    const known = await ports.tasks.known(closed.map(({ id }) => id));
    const lacking = closed.filter(({ id }) => !known.has(id));
    await eachOf(lacking, (summary) => archiveOne(summary, ports));
    const seen = !thorough && closed.length > 0 && lacking.length === 0;
    if (listed.next === undefined || seen) return;
    cursor = listed.next;
  }
}

async function archiveOne(summary: TaskSummary, { tasks, events }: ArchivePorts): Promise<void> {
  const said: LoggedEvent[] = [];
  for await (const event of eventsOf(summary.id, events)) said.push(event);
  await tellClosed(summary, said, events);
  await tasks.archive(whole(summary, said));
}

/** A run that was terminated, or timed out, could not say so itself; whoever follows its events must see its end all the same. */
async function tellClosed(
  { id, status, correlationId, service, closedAt }: TaskSummary,
  said: readonly LoggedEvent[],
  events: EventLog,
): Promise<void> {
  const isOpen =
    said.some(({ type }) => type === 'task.opened') && !said.some(({ type }) => type === 'task.closed');
  if (!isOpen || closedAt === undefined) return;
  await events.append([
    {
      // The id that the run itself would have used, so that the two are one.
      id: `${parseTaskId(id).runId}/closed`,
      type: 'task.closed',
      time: closedAt,
      correlationId,
      task: id,
      ...(service === undefined ? {} : { service }),
      data: { status },
    },
  ]);
}

function whole(summary: TaskSummary, said: readonly LoggedEvent[]): Task {
  const { plan, steps, phase, children, error } = foldTask(said);
  return {
    ...summary,
    phase,
    steps,
    children,
    ...(plan === undefined ? {} : { plan }),
    ...(error === undefined ? {} : { error }),
  };
}
