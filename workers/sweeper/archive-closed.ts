import { eventsOf } from '#activities/central/task-events.ts';
import type { LoggedEvent } from '#contracts/events.ts';
import { foldTask } from '#contracts/fold-task.ts';
import { isClosed, type Task, type TaskSummary } from '#contracts/task.ts';
import type { EventLog } from '#ports/event-log.ts';
import type { TaskEngine } from '#ports/task-engine.ts';
import type { TaskStore } from '#ports/task-store.ts';

interface ArchivePorts {
  readonly engine: TaskEngine;
  readonly tasks: TaskStore;
  readonly events: EventLog;
}

const pageSize = 100;
/** Visibility lists open runs first and then the newest closed, so known ones mean that the rest is known too. */
const longestSweep = 50;

/** Puts every closed run that the archive lacks into it, with what its events say: Temporal's store may be lost. */
export async function archiveClosed({ engine, tasks, events }: ArchivePorts): Promise<void> {
  let cursor: string | undefined;
  for (let page = 0; page < longestSweep; page += 1) {
    const listed = await engine.list({ limit: pageSize, ...(cursor === undefined ? {} : { cursor }) });
    const closed = listed.tasks.filter(({ status }) => isClosed(status));
    const known = await tasks.known(closed.map(({ id }) => id));
    for (const summary of closed) {
      if (!known.has(summary.id)) await tasks.archive(await whole(summary, events));
    }
    if (listed.next === undefined || (closed.length > 0 && closed.every(({ id }) => known.has(id)))) return;
    cursor = listed.next;
  }
}

async function whole(summary: TaskSummary, events: EventLog): Promise<Task> {
  const said: LoggedEvent[] = [];
  for await (const event of eventsOf(summary.id, events)) said.push(event);
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
