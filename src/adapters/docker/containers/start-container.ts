import { type EngineRefusal, isRefusal, sentence } from '#adapters/docker/connection/engine-errors.ts';
import type { DockerContext } from '#adapters/docker/context.ts';
import { DomainError } from '#domain/errors.ts';
import type { Adoption } from '#ports/container-runtime.ts';
import { ownContainer } from './containers.ts';
import { runs } from './namespace.ts';

export async function startContainer(context: DockerContext, name: string): Promise<Adoption> {
  const found = await ownContainer(context, name);
  if (found.State.Status === 'paused') return await unpause(context, found.Id, name);
  if (runs(found)) return { outcome: 'adopted', detail: `${name} runs` };
  try {
    await context.engine.tell({
      method: 'POST',
      path: `/containers/${found.Id}/start`,
      deadline: context.engine.deadlines.change,
    });
    return { outcome: 'done', detail: `started ${name}` };
  } catch (error) {
    if (isRefusal(error, 304)) return { outcome: 'adopted', detail: `${name} runs` };
    throw isRefusal(error) ? startError(error, name) : error;
  }
}

/** The engine refuses to start what somebody has paused. */
async function unpause(context: DockerContext, id: string, name: string): Promise<Adoption> {
  try {
    await context.engine.tell({
      method: 'POST',
      path: `/containers/${id}/unpause`,
      deadline: context.engine.deadlines.change,
    });
    return { outcome: 'done', detail: `let ${name} go on` };
  } catch (error) {
    if (isRefusal(error) && /is not paused/i.test(error.message))
      return { outcome: 'adopted', detail: `${name} runs` };
    throw error;
  }
}

/** Restart policy `always` or `no`. */
export async function setRestart(context: DockerContext, name: string, always: boolean): Promise<Adoption> {
  const found = await ownContainer(context, name);
  const policy = always ? 'always' : 'no';
  const detail = `restart policy of ${name} is ${policy}`;
  if (found.HostConfig.RestartPolicy.Name === policy) return { outcome: 'adopted', detail };
  await context.engine.tell({
    method: 'POST',
    path: `/containers/${found.Id}/update`,
    body: { RestartPolicy: { Name: policy } },
    deadline: context.engine.deadlines.change,
  });
  return { outcome: 'done', detail };
}

/** A taken port has no status of its own: the engine answers 500 and leaves the container created, with exit code 128. */
function startError(error: EngineRefusal, name: string): DomainError {
  if (error.status === 404 || /marked for removal|removal of container/i.test(error.message)) {
    return new DomainError('not-found', `"${name}" is being removed.`, { cause: error });
  }
  if (!/port is already allocated|address already in use/i.test(error.message)) {
    return new DomainError('container-invalid', `"${name}" was not started: ${sentence(error.message)}`, {
      cause: error,
    });
  }
  const port = /(?:\d{1,3}(?:\.\d{1,3}){3}|\]):(\d{1,5})\b/.exec(error.message)?.[1];
  return new DomainError('port-taken', `"${name}" was not started: host port ${port ?? '?'} is in use.`, {
    cause: error,
    data: port === undefined ? {} : { port: Number(port) },
  });
}
