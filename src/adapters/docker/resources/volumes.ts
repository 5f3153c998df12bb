import { volumeAnswer, volumeList } from '#adapters/docker/connection/answers.ts';
import { isRefusal } from '#adapters/docker/connection/engine-errors.ts';
import type { DockerContext } from '#adapters/docker/context.ts';
import { isOurs, ownFilter, requireOurs } from '#adapters/docker/ownership.ts';
import { labels } from '#contracts/labels.ts';
import type { TaskId } from '#domain/ids.ts';
import type { Adoption, Removal, VolumeRequest } from '#ports/container-runtime.ts';

type Labels = Readonly<Record<string, string>>;

export async function listVolumes(context: DockerContext): Promise<readonly string[]> {
  const answer = await context.engine.ask(volumeList, {
    method: 'GET',
    path: '/volumes',
    query: { filters: ownFilter(context.instance) },
  });
  return answer.Volumes.map(({ Name }) => Name).toSorted();
}

/** The engine answers a creation with the volume that has the name already, whosoever it is: hence the looks around it. */
export async function createVolume(context: DockerContext, request: VolumeRequest): Promise<Adoption> {
  const before = await labelsOf(context, request.name);
  if (before !== undefined) {
    requireOurs(context.instance, 'volume', request.name, before);
    return { outcome: 'adopted', detail: `${request.name} is there` };
  }
  const made = await context.engine.ask(volumeAnswer, {
    method: 'POST',
    path: '/volumes/create',
    body: {
      Name: request.name,
      Labels: {
        [labels.instance]: context.instance.id,
        [labels.service]: request.service,
        [labels.task]: request.task,
      },
    },
    deadline: context.engine.deadlines.change,
  });
  requireOurs(context.instance, 'volume', request.name, made.Labels);
  return { outcome: 'done', detail: `created ${request.name}` };
}

export async function removeVolume(
  context: DockerContext,
  name: string,
  onlyTask?: TaskId,
): Promise<Removal> {
  const found = await labelsOf(context, name);
  if (found === undefined) return { outcome: 'absent' };
  if (!isOurs(context.instance, found, onlyTask)) return { outcome: 'not-ours' };
  try {
    await context.engine.tell({
      method: 'DELETE',
      path: pathOf(name),
      deadline: context.engine.deadlines.change,
    });
    return { outcome: 'removed' };
  } catch (error) {
    if (isRefusal(error, 404)) return { outcome: 'absent' };
    if (isRefusal(error, 409)) return { outcome: 'in-use' };
    throw error;
  }
}

async function labelsOf(context: DockerContext, name: string): Promise<Labels | undefined> {
  try {
    return (await context.engine.ask(volumeAnswer, { method: 'GET', path: pathOf(name) })).Labels;
  } catch (error) {
    if (isRefusal(error, 404)) return undefined;
    throw error;
  }
}

function pathOf(name: string): string {
  return `/volumes/${encodeURIComponent(name)}`;
}
