import { isDomainError } from '#domain/errors.ts';
import type { TaskId } from '#domain/ids.ts';
import type { TaskRequest } from '#ports/task-engine.ts';
import type { ApiContext } from '../context.ts';
import { makeWay } from './make-way.ts';

/**
 * Starts the run. A recovery that began after way was made for the request makes way as well, and a holder that closed before it could
 * be named no longer holds anything: one more try tells. Errors: those of `TaskEngine.start`.
 */
export async function startTask(context: ApiContext, request: TaskRequest): Promise<TaskId> {
  const { engine } = context.ports;
  try {
    return await engine.start(request);
  } catch (error) {
    const isHeld = isDomainError(error) && error.code === 'service-busy';
    if (!isHeld || !('service' in request.input)) throw error;
    await makeWay(context, request.input.service, () => undefined);
    return engine.start(request);
  }
}
