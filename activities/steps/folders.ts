import { DomainError } from '#domain/errors.ts';
import type { HostFolders } from '#ports/host-folders.ts';
import { result, type StepExecutor } from './executor.ts';

/**
 * Condition: the parent exists. Effect: the folder exists; a new one has the given owner and mode, an existing one is left as it is.
 */
export function ensureDirectory(folders: HostFolders): StepExecutor<'ensureDirectory'> {
  return async ({ path, uid, gid, mode }) => {
    const outcome = await folders.ensure(path, { uid, gid, mode });
    return outcome === 'created' ? result('done', `made ${path}`) : result('adopted', 'it is there already');
  };
}

/** Effect: a service's own folder is gone. Refuses everything that is not one, whatever the plan says. */
export function removeDirectory(folders: HostFolders): StepExecutor<'removeDirectory'> {
  return async ({ path, configRoot, dataRoot }) => {
    assertOwnFolder(path, configRoot, dataRoot);
    const outcome = await folders.remove(path);
    return outcome === 'removed' ? result('done', `removed ${path}`) : result('adopted', 'it is not there');
  };
}

/** Exactly one level below the root of the services' folders, and apart from the user's data in both directions. */
function assertOwnFolder(path: string, configRoot: string, dataRoot: string): void {
  const name = path.startsWith(`${configRoot}/`) ? path.slice(configRoot.length + 1) : '';
  const own = /^[a-z0-9][a-z0-9-]*$/.test(name);
  const nearData = `${path}/`.startsWith(`${dataRoot}/`) || `${dataRoot}/`.startsWith(`${path}/`);
  if (own && !nearData) return;
  throw new DomainError('directory-unusable', `${path} is not a folder that Showrunner may remove.`);
}
