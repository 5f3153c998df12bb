import { isClosed, type Task } from '#contracts/task.ts';
import type { TaskId } from '#domain/ids.ts';
import type { ControlPlane } from './control-plane.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Id of the task that an answer holds. */
export function taskIdOf({ status, body }: Answer): TaskId {
  if (typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'string')
    return body.id as TaskId;
  throw new Error(`No task in ${status}: ${JSON.stringify(body)}.`);
}

/** The REST API as a test speaks to it: plain calls with the instance's token. */
export function restClient({ url, token }: Pick<ControlPlane, 'url' | 'token'>) {
  const call = async (
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      signal: AbortSignal.timeout(20_000),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  const task = async (id: string): Promise<Task> => {
    const { status, body } = await call('GET', `/tasks/${id}`);
    if (status !== 200) throw new Error(`GET /tasks/${id} answered ${status}: ${JSON.stringify(body)}`);
    return body as Task;
  };
  return {
    call,
    task,
    /** The task once it is closed; outages on the way are waited out. */
    ended: async (id: string, seconds = 120): Promise<Task> => {
      const end = Date.now() + seconds * 1000;
      for (;;) {
        const seen = await task(id).catch(() => undefined);
        if (seen !== undefined && isClosed(seen.status)) return seen;
        if (Date.now() > end)
          throw new Error(`${id} is not closed after ${seconds} s: ${JSON.stringify(seen)}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}
