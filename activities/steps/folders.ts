import { normalize } from 'node:path';
import { DomainError } from '#domain/errors.ts';
import type { HostFolders, SnapshotAt } from '#ports/host-folders.ts';
import { result, type StepExecutor } from './executor.ts';

/**
 * Condition: the parent exists. Effect: the folder exists; a new one has the given owner and mode, an existing one is left as it is.
 */
export function ensureDirectory(folders: HostFolders): StepExecutor<'ensureDirectory'> {
  return async ({ path, uid, gid, mode, own }, { attempt, signal }) => {
    const outcome = await folders.ensure(path, { uid, gid, mode }, signal);
    if (outcome === 'created') return result('done', `made ${path}`);
    // Planned only where it was not there, so one that a second try finds is the first try's.
    return result('adopted', 'it is there already', own !== undefined && attempt > 1);
  };
}

/** Effect: a service's own folder is gone. Refuses everything that is not one, whatever the plan says. */
export function removeDirectory(folders: HostFolders): StepExecutor<'removeDirectory'> {
  return async ({ path, configRoot, dataRoot }, { signal }) => {
    assertOwnFolder(path, configRoot, dataRoot);
    const outcome = await folders.remove(path, dataRoot, signal);
    return outcome === 'removed' ? result('done', `removed ${path}`) : result('adopted', 'it is not there');
  };
}

/** Effect: the folder's content of this moment is saved; a save of this very task is adopted. */
export function snapshotFolder(folders: HostFolders): StepExecutor<'snapshotFolder'> {
  return async ({ path, configRoot, dataRoot, service }, { task, signal }) => {
    assertOwnFolder(path, configRoot, dataRoot);
    const outcome = await folders.save(path, snapshotPlace(configRoot, service, task), signal);
    return outcome === 'saved'
      ? result('done', `saved ${path}`)
      : result(outcome === 'present' ? 'adopted' : 'skipped', `${path} is ${outcome}`, outcome === 'present');
  };
}

/** Effect: the folder holds what this task saved, and nothing else. */
export function restoreFolder(folders: HostFolders): StepExecutor<'restoreFolder'> {
  return async ({ path, configRoot, dataRoot, service }, { task, signal }) => {
    assertOwnFolder(path, configRoot, dataRoot);
    const outcome = await folders.putBack(snapshotPlace(configRoot, service, task), path, dataRoot, signal);
    return outcome === 'restored'
      ? result('done', `put ${path} back`)
      : result('skipped', 'nothing was saved');
  };
}

/** Beside the services' folders, under a name that no service can have; one for each task, of which the newest is kept. */
function snapshotPlace(configRoot: string, service: string, task: string): SnapshotAt {
  return { shelf: `${configRoot}/.snapshots/${service}`, name: task };
}

/** Exactly one level below the root of the services' folders, and apart from the user's data in both directions. */
function assertOwnFolder(path: string, configRoot: string, dataRoot: string): void {
  const [config, data] = [normalize(`${configRoot}/`), normalize(`${dataRoot}/`)];
  // A path that has to be normalized first is no path of a plan's making.
  const own =
    path === normalize(path) &&
    path.startsWith(config) &&
    /^[a-z0-9][a-z0-9-]*$/.test(path.slice(config.length));
  const nearData = `${path}/`.startsWith(data) || data.startsWith(`${path}/`);
  if (own && !nearData) return;
  throw new DomainError('directory-unusable', `${path} is not a folder that Showrunner may remove.`);
}
