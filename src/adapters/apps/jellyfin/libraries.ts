import { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import type { LibraryDefinition } from '#domain/link.ts';
import type { Values } from '../comparison.ts';
import type { JellyfinClient } from './client.ts';

const folderShape = z.looseObject({
  Name: z.string().nullish(),
  Locations: z.array(z.string()).nullish(),
  CollectionType: z.string().nullish(),
});
export type VirtualFolder = z.infer<typeof folderShape>;

/** What became of one library. */
export interface LibraryState {
  readonly state: 'present' | 'missing' | 'outdated' | 'by-hand';
  readonly library: LibraryDefinition;
  readonly detail: string;
}

const foldersPath = '/Library/VirtualFolders';

/** Looked at first, always: a second POST of a name is no error in Jellyfin, it makes a library "TV2". */
export async function lookAtLibraries(
  jellyfin: JellyfinClient,
  token: string,
  libraries: readonly LibraryDefinition[],
  wrote: Values = {},
): Promise<readonly LibraryState[]> {
  const folders = await jellyfin.get(foldersPath, z.array(folderShape), token);
  return libraries.map((library) => ({ library, ...judge(library, folders, wrote[recordKey(library)]) }));
}

/** Makes what is missing, moves what is outdated, starts one scan for all of it, and reads back. */
export async function writeLibraries(
  jellyfin: JellyfinClient,
  token: string,
  states: readonly LibraryState[],
  wrote: Values = {},
): Promise<void> {
  const pending = states.filter(({ state }) => state === 'missing' || state === 'outdated');
  if (pending.length === 0) return;
  for (const { state, library } of pending) {
    if (state === 'missing') await makeLibrary(jellyfin, token, library);
    else await moveLibrary(jellyfin, token, library, String(wrote[recordKey(library)]));
  }
  const written = pending.map(({ library }) => library);
  const lost = (await lookAtLibraries(jellyfin, token, written)).filter(({ state }) => state !== 'present');
  if (lost.length > 0) {
    const details = lost.map(({ detail }) => detail).join('; ');
    throw new DomainError('link-refused', `Jellyfin did not keep its libraries: ${details}.`);
  }
  await jellyfin.change({ method: 'POST', path: '/Library/Refresh' }, token);
}

/** What to remember of libraries that are as they should be: their folders, by name. */
export function libraryRecord(states: readonly LibraryState[]): Values {
  return Object.fromEntries(
    states
      .filter(({ state }) => state !== 'by-hand')
      .map(({ library }) => [recordKey(library), library.path]),
  );
}

function judge(
  library: LibraryDefinition,
  folders: readonly VirtualFolder[],
  writtenPath: unknown,
): Pick<LibraryState, 'state' | 'detail'> {
  const named = folders.find(({ Name }) => Name?.toLowerCase() === library.name.toLowerCase());
  const label = `library "${library.name}"`;
  if (named === undefined) {
    const holder = folders.find((folder) => holds(folder, library.path));
    if (holder === undefined) return { state: 'missing', detail: `${label} is missing` };
    return { state: 'by-hand', detail: `${library.path} is in the library "${holder.Name}"` };
  }
  if (named.CollectionType !== library.type) {
    return { state: 'by-hand', detail: `${label} is of type ${named.CollectionType ?? 'mixed'}` };
  }
  if (holds(named, library.path)) return { state: 'present', detail: `${label} is there` };
  const outdated =
    typeof writtenPath === 'string' && writtenPath !== library.path && holds(named, writtenPath);
  return { state: outdated ? 'outdated' : 'by-hand', detail: `${label} does not have ${library.path}` };
}

async function makeLibrary(
  jellyfin: JellyfinClient,
  token: string,
  library: LibraryDefinition,
): Promise<void> {
  const query = new URLSearchParams({
    name: library.name,
    collectionType: library.type,
    paths: library.path,
    refreshLibrary: 'false',
  });
  const json = { LibraryOptions: { PathInfos: [{ Path: library.path }], EnableRealtimeMonitor: true } };
  await jellyfin.change({ method: 'POST', path: `${foldersPath}?${query}`, json }, token);
}

/** The new folder first: a library without any folder loses what Jellyfin knows of its items. */
async function moveLibrary(
  jellyfin: JellyfinClient,
  token: string,
  library: LibraryDefinition,
  from: string,
): Promise<void> {
  const path = `${foldersPath}/Paths`;
  const json = { Name: library.name, PathInfo: { Path: library.path } };
  await jellyfin.change({ method: 'POST', path: `${path}?refreshLibrary=false`, json }, token);
  const query = new URLSearchParams({ name: library.name, path: from, refreshLibrary: 'false' });
  await jellyfin.change({ method: 'DELETE', path: `${path}?${query}` }, token);
}

function holds(folder: VirtualFolder, path: string): boolean {
  return (folder.Locations ?? []).some((location) => withoutSlash(location) === withoutSlash(path));
}

function recordKey(library: LibraryDefinition): string {
  return `library ${library.name}`;
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, '');
}
