import type { Definition } from '#domain/definition.ts';
import type { Fault } from '#domain/errors.ts';
import { checkCatalog } from '#schemas/catalog/check-catalog.ts';
import { listFolder } from './list-folder.ts';
import { readDefinition } from './read-definition.ts';

export interface FolderReading {
  /** In order of their ids. */
  readonly definitions: readonly Definition[];
  readonly faults: readonly Fault[];
}

/** Reads every definition below the folder, and tells every fault of every file. */
export async function readFolder(folder: string): Promise<FolderReading> {
  const { entries, reason } = await listFolder(folder);
  if (reason !== undefined) return { definitions: [], faults: [{ field: folder, reason }] };
  const ids = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const readings = await Promise.all(ids.map(({ name }) => readDefinition(folder, name)));
  const definitions = readings.flatMap(({ definition }) => definition ?? []);
  const between = checkCatalog(definitions).flatMap(
    ({ id, ...issue }) => readings.find(({ definition }) => definition?.id === id)?.faultOf?.(issue) ?? [],
  );
  return { definitions, faults: [...readings.flatMap(({ faults }) => faults), ...between] };
}
