import { z } from 'zod';
import type { ContainerAnswer } from '#adapters/docker/connection/answers.ts';
import { isRefusal } from '#adapters/docker/connection/engine-errors.ts';
import type { DockerContext } from '#adapters/docker/context.ts';
import { isOurs } from '#adapters/docker/ownership.ts';
import type { TaskId } from '#domain/ids.ts';
import type { Removal } from '#ports/container-runtime.ts';
import { lookAt } from './containers.ts';
import { runs } from './namespace.ts';
import { stop } from './stop-container.ts';

/** The engine's own default, for a container that says nothing. */
const defaultGrace = 10;

export async function removeContainer(
  context: DockerContext,
  name: string,
  onlyTask?: TaskId,
): Promise<Removal> {
  const found = await lookAt(context, name);
  if (found === undefined) return { outcome: 'absent' };
  if (!isOurs(context.instance, found.Config.Labels, onlyTask)) return { outcome: 'not-ours' };
  await stopAndRemove(context, found);
  return { outcome: 'removed' };
}

/** Gives a running container its own grace first. `v` takes its anonymous volumes with it and never a named one. */
export async function stopAndRemove(context: DockerContext, found: ContainerAnswer): Promise<void> {
  if (runs(found) || found.State.Status === 'restarting') {
    await stop(context, found.Id, found.Config.StopTimeout ?? defaultGrace);
  }
  try {
    await context.engine.tell({
      method: 'DELETE',
      path: `/containers/${found.Id}`,
      query: { v: true, force: true },
      deadline: context.engine.deadlines.change,
    });
  } catch (error) {
    if (isRefusal(error, 404)) return;
    if (!isRefusal(error, 409)) throw error;
    await untilGone(context, found.Id);
  }
}

/** Somebody else removes it already: the engine answers this call when that is done. */
async function untilGone(context: DockerContext, id: string): Promise<void> {
  try {
    await context.engine.ask(z.unknown(), {
      method: 'POST',
      path: `/containers/${id}/wait`,
      query: { condition: 'removed' },
      deadline: context.engine.deadlines.change,
    });
  } catch (error) {
    if (!isRefusal(error, 404)) throw error;
  }
}
