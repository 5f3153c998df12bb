import type { LoggedEvent } from '#contracts/events.ts';
import { createTaskFold, type FoldedTask, foldTask } from '#contracts/fold-task.ts';
import { parseTaskId, taskId } from '#contracts/ids.ts';
import { isClosed, type Task } from '#contracts/task.ts';
import { DomainError, isDomainError } from '#domain/errors.ts';
import type { TaskId } from '#domain/ids.ts';
import type { TaskDescription } from '#ports/task-engine.ts';
import type { Ports } from '../ports.ts';

type Needs = Pick<Ports, 'engine' | 'tasks' | 'events'>;

export interface TaskSnapshot {
  readonly task: Task;
  /** Position up to which the task's events are in the snapshot. */
  readonly position: number;
}

/** A task with all that is known of it. Error: `not-found`. */
export async function getTask(ports: Needs, id: string): Promise<Task> {
  return (await takeSnapshot(ports, id)).task;
}

/**
 * The engine's description first and the events after it, so that what the one says has happened is in the others. A task
 * that the engine has forgotten, or cannot be asked about, comes from the archive.
 */
export async function takeSnapshot(ports: Needs, id: string): Promise<TaskSnapshot> {
  const known = readTaskId(id);
  const position = await ports.events.head();
  const description = await describe(ports, known);
  if ('steps' in description) return { task: description, position };
  const folded = await foldEvents(ports, known);
  if (folded !== undefined) {
    return { task: merge(description, folded), position: Math.max(position, folded.position) };
  }
  const archived = await ports.tasks.archived(known);
  return { task: archived ?? merge(description, foldTask([])), position };
}

/** Error: `not-found` for what is no task's id. */
export function readTaskId(id: string): TaskId {
  const run = parseTaskId(id);
  if (/^(svc|batch|plan)\//.test(run.workflowId)) return taskId(run);
  throw new DomainError('not-found', `"${id.slice(0, 120)}" is not the id of a task.`);
}

async function describe(ports: Needs, id: TaskId): Promise<TaskDescription | Task> {
  try {
    const description = await ports.engine.describe(id);
    if (description !== undefined) return description;
  } catch (error) {
    const archived =
      isDomainError(error) && error.kind === 'outage' ? await ports.tasks.archived(id) : undefined;
    if (archived === undefined) throw error;
    return archived;
  }
  const archived = await ports.tasks.archived(id);
  if (archived !== undefined) return archived;
  throw new DomainError('not-found', `There is no task "${id}".`);
}

const pageSize = 500;

/** Nothing when retention has taken the task's first event. */
async function foldEvents(ports: Needs, task: TaskId): Promise<FoldedTask | undefined> {
  const fold = createTaskFold();
  let page: readonly LoggedEvent[];
  do {
    page = await ports.events.read({ after: fold.state.position, limit: pageSize, task });
    for (const event of page) fold.apply(event);
  } while (page.length === pageSize);
  return fold.state.position > 0 && fold.state.openedAt === undefined ? undefined : fold.state;
}

/** The task's last event may be there a moment before its run is closed, never the other way round. */
function merge(description: TaskDescription, folded: FoldedTask): Task {
  const { status, waitingFor, error, closedAt, ...summary } = description;
  const closed = isClosed(status);
  const reason = error ?? folded.error;
  const end = closedAt ?? folded.closedAt;
  return {
    ...summary,
    status: closed ? status : (folded.status ?? status),
    ...(end === undefined ? {} : { closedAt: end }),
    ...(waitingFor === undefined || closed ? {} : { waitingFor }),
    phase: folded.phase,
    ...(folded.plan === undefined ? {} : { plan: folded.plan }),
    steps: folded.steps,
    ...(reason === undefined ? {} : { error: reason }),
    children: folded.children,
  };
}
