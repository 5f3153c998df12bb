import { imageAnswer } from '#adapters/docker/connection/answers.ts';
import { isRefusal } from '#adapters/docker/connection/engine-errors.ts';
import type { DockerContext } from '#adapters/docker/context.ts';
import { pinnedReference, repositoryOf } from './image-reference.ts';

/** An image on the engine; `digest` is the registry's, absent for one that was built here. */
export interface PresentImage {
  readonly id: string;
  readonly digest?: string;
}

/** An inspection by digest finds exactly that digest or nothing. */
export async function findImage(
  context: DockerContext,
  image: string,
  digest?: string,
): Promise<PresentImage | undefined> {
  try {
    // The engine's router wants the slashes of an image's name as they are.
    const name = pinnedReference(image, digest).split('/').map(encodeURIComponent).join('/');
    const path = `/images/${name}/json`;
    const found = await context.engine.ask(imageAnswer, { method: 'GET', path });
    const known = digest ?? digestFor(image, found.RepoDigests);
    return known === undefined ? { id: found.Id } : { id: found.Id, digest: known };
  } catch (error) {
    // 400 is a reference that cannot be one.
    if (isRefusal(error, 404, 400)) return undefined;
    throw error;
  }
}

/** An image may be known under several repositories; familiar names leave out `docker.io/library/`. */
function digestFor(image: string, repoDigests: readonly string[]): string | undefined {
  const repository = repositoryOf(image).replace(/^docker\.io\/(library\/)?/, '');
  const own = repoDigests.find((entry) => repositoryOf(entry) === repository);
  return own?.split('@')[1];
}
