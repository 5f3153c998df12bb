import type { ContainerRuntime, Removal } from '#ports/container-runtime.ts';
import { result, type StepExecutor } from './executor.ts';

/** Effect: the engine has the image. An error inside the stream is a failure; a cancelled pull leaves nothing. */
export function pullImage(runtime: ContainerRuntime): StepExecutor<'pullImage'> {
  return async ({ image, digest }, { signal, progress }) => {
    const pulled = await runtime.pullImage({
      image,
      signal,
      onProgress: progress,
      ...(digest === undefined ? {} : { digest }),
    });
    // Images are shared and costly to fetch again; an undo leaves them.
    return result(pulled.outcome, pulled.detail, false);
  };
}

/** Effect: a network of the instance has the name; a racing second one of the same name is resolved by the adapter. */
export function createNetwork(runtime: ContainerRuntime): StepExecutor<'createNetwork'> {
  return async ({ name, internal, pool }, { task }) => {
    const made = await runtime.createNetwork({ name, internal, pool, task });
    return result(made.outcome, made.detail, true);
  };
}

/** Effect: the network is gone, unless a container still uses it. */
export function removeNetwork(runtime: ContainerRuntime): StepExecutor<'removeNetwork'> {
  return async ({ name }, { task, undo }) =>
    removed(await runtime.removeNetwork(name, undo ? task : undefined));
}

/** Effect: a volume of the instance has the name. */
export function createVolume(runtime: ContainerRuntime): StepExecutor<'createVolume'> {
  return async ({ name, service }, { task }) => {
    const made = await runtime.createVolume({ name, service, task });
    return result(made.outcome, made.detail, true);
  };
}

/** Effect: the volume is gone. */
export function removeVolume(runtime: ContainerRuntime): StepExecutor<'removeVolume'> {
  return async ({ name }, { task, undo }) =>
    removed(await runtime.removeVolume(name, undo ? task : undefined));
}

const removals = {
  removed: result('done', 'removed'),
  absent: result('adopted', 'it is not there'),
  'not-ours': result('skipped', 'it was not made by this task'),
  'in-use': result('skipped', 'others still use it'),
} as const satisfies Record<Removal['outcome'], unknown>;

/** What came of a removal, in a step's words. */
export function removed({ outcome }: Removal): (typeof removals)[Removal['outcome']] {
  return removals[outcome];
}
