import { containerList } from '#adapters/docker/connection/answers.ts';
import { isRefusal } from '#adapters/docker/connection/engine-errors.ts';
import { namespaceOf } from '#adapters/docker/containers/namespace.ts';
import type { DockerContext } from '#adapters/docker/context.ts';
import { isOurs, ownFilter } from '#adapters/docker/ownership.ts';
import { isNever } from '#adapters/docker/times.ts';
import { labels } from '#contracts/labels.ts';
import { isDomainError } from '#domain/errors.ts';
import { componentName, isSlug, serviceId } from '#domain/ids.ts';
import type { ContainerUsage } from '#domain/usage.ts';
import {
  diskOf,
  type LimitedContainer,
  limitedContainer,
  networkOf,
  type StatsAnswer,
  statsAnswer,
  workingSetOf,
} from './stats-answer.ts';

/** An engine of 20.10 holds each request for a second: 60 containers take 8. A stream of each would cost it all the time. */
const parallel = 8;

/** One list, and then two requests for each container that runs: nothing where none does. */
export async function readUsage(context: DockerContext): Promise<readonly ContainerUsage[]> {
  const filters = { ...ownFilter(context.instance), status: ['running'] };
  const path = '/containers/json';
  const waiting = [...(await context.engine.ask(containerList, { method: 'GET', path, query: { filters } }))];
  const found: ContainerUsage[] = [];
  const readOn = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const usage = await usageOf(context, next.Id);
      if (usage !== undefined) found.push(usage);
    }
  };
  await Promise.all(Array.from({ length: parallel }, readOn));
  return found.toSorted((a, b) => (a.container < b.container ? -1 : 1));
}

async function usageOf(context: DockerContext, id: string): Promise<ContainerUsage | undefined> {
  const { engine } = context;
  const query = { stream: false, 'one-shot': true };
  try {
    const stats = await engine.ask(statsAnswer, { method: 'GET', path: `/containers/${id}/stats`, query });
    const found = await engine.ask(limitedContainer, { method: 'GET', path: `/containers/${id}/json` });
    return isOurs(context.instance, found.Config.Labels) ? toUsage(found, stats) : undefined;
  } catch (error) {
    // Gone since the list, or stuck in the engine: the others are to be seen all the same.
    if (isRefusal(error, 404, 409) || (isDomainError(error) && error.code === 'engine-timeout'))
      return undefined;
    throw error;
  }
}

function toUsage(found: LimitedContainer, stats: StatsAnswer): ContainerUsage | undefined {
  const { [labels.service]: service = '', [labels.component]: component = '' } = found.Config.Labels;
  const { usage: memoryBytes } = stats.memory_stats;
  const { Memory: limit } = found.HostConfig;
  if (!isSlug(service) || !isSlug(component) || memoryBytes === undefined) return undefined;
  if (isNever(stats.read) || found.State.Status !== 'running') return undefined;
  return {
    container: found.Name,
    containerId: found.Id,
    image: found.Config.Image,
    service: serviceId(service),
    component: componentName(component),
    at: stats.read,
    startedAt: found.State.StartedAt,
    cpuSeconds: stats.cpu_stats.cpu_usage.total_usage / 1e9,
    memoryBytes,
    memoryWorkingSetBytes: workingSetOf(stats.memory_stats),
    ...(limit === 0 ? {} : { memoryLimitBytes: limit }),
    // The engine gives a member the numbers of the namespace that it joined, which are its gateway's.
    ...(namespaceOf(found) === undefined ? networkOf(stats) : {}),
    ...diskOf(stats),
    restarts: found.RestartCount,
  };
}
