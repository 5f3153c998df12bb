import { isRefusal } from '#adapters/docker/connection/engine-errors.ts';
import type { DockerContext } from '#adapters/docker/context.ts';
import { requireOurs } from '#adapters/docker/ownership.ts';
import type { StopOutcome } from '#ports/container-runtime.ts';
import { lookAt } from './containers.ts';

/** The engine kills with 9, and a shell's convention adds 128. */
const killed = 137;

export async function stopContainer(
  context: DockerContext,
  name: string,
  graceSeconds: number,
): Promise<StopOutcome> {
  const found = await lookAt(context, name);
  if (found === undefined) return { outcome: 'absent' };
  requireOurs(context.instance, 'container', name, found.Config.Labels);
  const since = performance.now();
  const outcome = await stop(context, found.Id, graceSeconds);
  if (outcome !== 'stopped') return { outcome };
  const after = await lookAt(context, found.Id);
  // A program may die of a signal 9 that others sent it; only one that outlived the grace was killed by the engine.
  const outlived = performance.now() - since >= graceSeconds * 1000;
  return { outcome: after?.State.ExitCode === killed && outlived ? 'killed' : 'stopped' };
}

/** The engine answers once the container has ended, so the deadline begins after the grace. */
export async function stop(
  context: DockerContext,
  id: string,
  graceSeconds: number,
): Promise<'stopped' | 'already-stopped' | 'absent'> {
  try {
    await context.engine.tell({
      method: 'POST',
      path: `/containers/${id}/stop`,
      query: { t: graceSeconds },
      deadline: graceSeconds * 1000 + context.engine.deadlines.change,
    });
    return 'stopped';
  } catch (error) {
    if (isRefusal(error, 304)) return 'already-stopped';
    if (isRefusal(error, 404)) return 'absent';
    throw error;
  }
}
