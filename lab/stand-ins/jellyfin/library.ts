import { statSync } from 'node:fs';
import { empty, json, type Reply, type Request, type Route } from '../shared/http.ts';
import { objectOf, objectsOf, textOf } from '../shared/json.ts';
import type { JellyfinAccess } from './auth.ts';
import type { JellyfinContext } from './context.ts';
import { type Library, newId } from './state.ts';

/** Libraries, which Jellyfin calls virtual folders, and the calls that make it look at them again. */
export function libraryRoutes(context: JellyfinContext): Route<JellyfinAccess>[] {
  const path = '/Library/VirtualFolders';
  const done = () => empty(204);
  return [
    {
      method: 'GET',
      path,
      access: 'first-time',
      handle: () => json(context.state.value.libraries.map(resourceOf)),
    },
    { method: 'POST', path, access: 'first-time', handle: (request) => add(context, request) },
    { method: 'DELETE', path, access: 'first-time', handle: (request) => remove(context, request) },
    {
      method: 'POST',
      path: `${path}/Paths`,
      access: 'first-time',
      handle: (request) => addPath(context, request),
    },
    {
      method: 'DELETE',
      path: `${path}/Paths`,
      access: 'first-time',
      handle: (request) => removePath(context, request),
    },
    { method: 'POST', path: '/Library/Refresh', access: 'elevated', handle: done },
    { method: 'POST', path: '/Library/Media/Updated', access: 'elevated', handle: done },
    { method: 'GET', path: '/Items', access: 'elevated', handle: () => json(noItems) },
  ];
}

const noItems = { Items: [], TotalRecordCount: 0, StartIndex: 0 };
const types = ['movies', 'tvshows', 'music', 'musicvideos', 'homevideos', 'boxsets', 'books', 'mixed'];

function add(context: JellyfinContext, request: Request): Reply {
  const name = request.query.get('name') ?? '';
  const collectionType = request.query.get('collectionType') ?? '';
  if (name === '' || (collectionType !== '' && !types.includes(collectionType))) {
    return json({ title: 'One or more validation errors occurred.', status: 400 }, 400);
  }
  const options = objectOf(objectOf(request.body).LibraryOptions);
  const fromQuery = request.query.getAll('paths').flatMap((paths) => paths.split(','));
  const fromBody = objectsOf(options.PathInfos).map((info) => textOf(info.Path));
  const locations = [...new Set(fromQuery.length > 0 ? fromQuery : fromBody)].filter((path) => path !== '');
  const missing = locations.find((path) => !isFolder(path));
  if (missing !== undefined) return json('Error processing request.', 400);
  const state = context.state.value;
  const library = {
    name: freeName(state.libraries, name),
    itemId: newId(),
    collectionType,
    locations,
    options,
  };
  state.libraries = [...state.libraries, library];
  context.state.save();
  return empty(204);
}

/** A name that is taken is no error: the new library is called "TV2". */
function freeName(libraries: readonly Library[], name: string): string {
  const taken = new Set(libraries.map((library) => library.name.toLowerCase()));
  let free = name;
  for (let count = 2; taken.has(free.toLowerCase()); count += 1) free = `${name}${count}`;
  return free;
}

function addPath(context: JellyfinContext, request: Request): Reply {
  const body = objectOf(request.body);
  const path = textOf(objectOf(body.PathInfo).Path, textOf(body.Path));
  const state = context.state.value;
  const library = state.libraries.find((known) => known.name === body.Name);
  if (library === undefined || !isFolder(path)) return json('Error processing request.', 404);
  const changed = { ...library, locations: [...new Set([...library.locations, path])] };
  state.libraries = state.libraries.map((known) => (known === library ? changed : known));
  context.state.save();
  return empty(204);
}

function removePath(context: JellyfinContext, request: Request): Reply {
  const state = context.state.value;
  const library = state.libraries.find((known) => known.name === request.query.get('name'));
  if (library === undefined) return json('Error processing request.', 404);
  const locations = library.locations.filter((location) => location !== request.query.get('path'));
  state.libraries = state.libraries.map((known) => (known === library ? { ...library, locations } : known));
  context.state.save();
  return empty(204);
}

function remove(context: JellyfinContext, request: Request): Reply {
  const state = context.state.value;
  const left = state.libraries.filter((library) => library.name !== request.query.get('name'));
  if (left.length === state.libraries.length) return empty(404);
  state.libraries = left;
  context.state.save();
  return empty(204);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function resourceOf(library: Library) {
  return {
    Name: library.name,
    Locations: library.locations,
    ...(library.collectionType === '' ? {} : { CollectionType: library.collectionType }),
    LibraryOptions: {
      Enabled: true,
      EnableRealtimeMonitor: true,
      ...library.options,
      PathInfos: library.locations.map((path) => ({ Path: path })),
    },
    ItemId: library.itemId,
    RefreshStatus: 'Idle',
  };
}
