import type { Task } from '#contracts/task.ts';
import { isClosed } from '#contracts/task.ts';
import type { Ports } from '../ports.ts';
import { getTask, readTaskId } from './get-task.ts';

/** Asks the task to stop and undo; a closed one stays as it is. Error: `not-found`. */
export async function cancelTask(
  ports: Pick<Ports, 'engine' | 'tasks' | 'events'>,
  id: string,
): Promise<Task> {
  const task = await getTask(ports, id);
  if (isClosed(task.status) || !(await ports.engine.cancel(readTaskId(id)))) return task;
  return getTask(ports, id);
}
