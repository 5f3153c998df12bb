import { dirname } from 'node:path/posix';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { isRefusal } from '#adapters/docker/connection/engine-errors.ts';
import type { DockerContext } from '#adapters/docker/context.ts';
import { DomainError } from '#domain/errors.ts';
import type { Adoption, FileRequest } from '#ports/container-runtime.ts';
import { ownContainer } from './containers.ts';

const maximalDepth = 32;

/**
 * Puts the file where none is, into a container that need not run. The archive goes to the deepest folder that exists and
 * holds only what is missing below it: an entry for an existing folder would change that one's owner. The engine unpacks
 * the one file in one piece of work; it is no more atomic than that, and only its own death in the middle leaves a part.
 */
export async function seedFile(context: DockerContext, request: FileRequest): Promise<Adoption> {
  const { path } = request;
  requireFilePath(path);
  const { Id: id } = await ownContainer(context, request.container);
  if (await exists(context, id, path)) return { outcome: 'adopted', detail: `${path} is there` };
  const base = await deepestFolder(context, id, path);
  await context.engine.tell({
    method: 'PUT',
    path: `/containers/${id}/archive`,
    query: { path: base, noOverwriteDirNonDir: true },
    archive: await archive(request, base),
    deadline: context.engine.deadlines.change,
  });
  return { outcome: 'done', detail: `wrote ${path}` };
}

function requireFilePath(path: string): void {
  const parts = path.split('/').slice(1);
  const plain = parts.every((part) => part !== '' && part !== '.' && part !== '..');
  if (path.startsWith('/') && plain && parts.length <= maximalDepth) return;
  throw new DomainError('invalid-input', `"${path.slice(0, 100)}" is not the path of a file.`, {
    faults: [{ field: 'path', reason: 'must be absolute, without "." and ".." and empty parts' }],
  });
}

async function exists(context: DockerContext, id: string, path: string): Promise<boolean> {
  try {
    await context.engine.tell({ method: 'HEAD', path: `/containers/${id}/archive`, query: { path } });
    return true;
  } catch (error) {
    if (isRefusal(error, 404)) return false;
    throw error;
  }
}

async function deepestFolder(context: DockerContext, id: string, path: string): Promise<string> {
  let folder = dirname(path);
  while (folder !== '/' && !(await exists(context, id, folder))) folder = dirname(folder);
  return folder;
}

async function archive(request: FileRequest, base: string): Promise<Buffer> {
  const { uid, gid, mode, content } = request;
  const below = request.path.slice(base === '/' ? 1 : base.length + 1).split('/');
  const tar = pack();
  for (let depth = 1; depth < below.length; depth += 1) {
    tar.entry({ name: below.slice(0, depth).join('/'), type: 'directory', uid, gid, mode: 0o755 });
  }
  tar.entry({ name: below.join('/'), uid, gid, mode }, content);
  tar.finalize();
  return await buffer(tar);
}
