import { isDomainError } from '#domain/errors.ts';
import type { TaskId } from '#domain/ids.ts';
import type { TaskEngine, TaskRequest } from '#ports/task-engine.ts';

/** Starts the run. A holder that closed before it could be named no longer holds anything: one more try tells. */
export async function startTask(engine: TaskEngine, request: TaskRequest): Promise<TaskId> {
  try {
    return await engine.start(request);
  } catch (error) {
    if (isDomainError(error) && error.code === 'service-busy' && error.data.task === undefined) {
      return engine.start(request);
    }
    throw error;
  }
}
