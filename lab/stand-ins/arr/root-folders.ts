import { accessSync, constants, readdirSync, statfsSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { json, type Reply, type Request, type Route } from '../shared/http.ts';
import { objectOf, textOf } from '../shared/json.ts';
import { type ArrContext, insert, listOf, remove, type Stored } from './context.ts';
import { badRequest, notFound } from './failures.ts';

const list = 'rootfolder';
const systemFolders = [
  '/',
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/lib',
  '/proc',
  '/root',
  '/sbin',
  '/sys',
  '/usr',
];

/** The folders of the library. There is no PUT: a folder is added or removed. */
export function rootFolderRoutes(context: ArrContext): Route<'key'>[] {
  const path = `${context.app.api}/rootfolder`;
  const byId = (request: Request) =>
    listOf(context, list).find((stored) => stored.id === Number(request.params.id));
  return [
    { method: 'GET', path, access: 'key', handle: () => json(listOf(context, list).map(resourceOf)) },
    { method: 'POST', path, access: 'key', handle: (request) => add(context, request) },
    {
      method: 'GET',
      path: `${path}/{id}`,
      access: 'key',
      handle: (request) => {
        const stored = byId(request);
        return stored === undefined ? notFound : json(resourceOf(stored));
      },
    },
    {
      method: 'DELETE',
      path: `${path}/{id}`,
      access: 'key',
      handle: (request) => (remove(context, list, Number(request.params.id)) ? json({}) : notFound),
    },
  ];
}

/** There, and writable to the user that the program runs as. */
export function isUsable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function add(context: ArrContext, request: Request): Reply {
  const given = textOf(objectOf(request.body).path);
  const path = given.length > 1 ? given.replace(/\/+$/, '') : given;
  const fault = faultOf(context, path);
  if (fault !== undefined)
    return badRequest([{ propertyName: 'Path', errorMessage: fault, attemptedValue: given }]);
  return json(resourceOf(insert(context, list, { path })), 201);
}

function faultOf(context: ArrContext, path: string): string | undefined {
  if (!isAbsolute(path)) return 'Invalid Path';
  if (listOf(context, list).some((stored) => stored.data.path === path))
    return 'Path is already configured as a root folder';
  if (systemFolders.includes(path)) return `Is a system folder: '${path}'`;
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory() !== true) return `Path '${path}' does not exist`;
  return isUsable(path) ? undefined : `Folder '${path}' is not writable by user '${process.getuid?.()}'`;
}

function resourceOf(stored: Stored) {
  const path = textOf(stored.data.path);
  const accessible = isUsable(path);
  return {
    id: stored.id,
    path,
    accessible,
    freeSpace: accessible ? freeSpaceOf(path) : 0,
    unmappedFolders: accessible ? foldersIn(path) : [],
  };
}

function freeSpaceOf(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}

function foldersIn(path: string) {
  const entries = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map(({ name }) => ({ name, path: join(path, name), relativePath: name }));
}
