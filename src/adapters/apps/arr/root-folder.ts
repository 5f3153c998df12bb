import { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import type { LinkOutcome } from '#domain/link.ts';
import type { LinkOf, LinkTools, LinkVerdict, OpenLink } from '../open-link.ts';
import { libraryArrApp } from './apps.ts';
import { type ArrClient, connectArr } from './client.ts';

const folderShape = z.looseObject({
  id: z.int(),
  path: z.string().nullish(),
  accessible: z.boolean().optional(),
});
type Folder = z.infer<typeof folderShape>;

/** Sonarr or Radarr may import into a folder. A root folder has nothing to change: it is there or it is not. */
export function openRootFolder(link: LinkOf<'root-folder'>, tools: LinkTools): OpenLink {
  const connect = (): Promise<ArrClient> => connectArr(tools, link.consumer, libraryArrApp(link.consumer));
  const { path } = link.arguments;
  return {
    apply: async () => applyFolder(await connect(), path, tools),
    remove: async () => removeFolder(await connect(), path, tools),
    verify: async () => verifyFolder(await connect(), path),
  };
}

async function applyFolder(client: ArrClient, path: string, tools: LinkTools): Promise<LinkOutcome> {
  const existing = await findFolder(client, path);
  const record = await tools.records.read();
  if (existing !== undefined) {
    throwIfInaccessible(client, existing);
    const created = record?.task !== undefined && record.task === tools.task;
    return { outcome: 'present', created, detail: `root folder ${path} is there` };
  }
  const task = tools.task === undefined ? {} : { task: tools.task };
  // Written first: an attempt that dies in between must find that the folder is its own.
  await tools.records.write({ ...task, wrote: { path }, secrets: {} });
  await client.change({ method: 'POST', path: '/rootfolder', json: { path } });
  const made = await findFolder(client, path);
  if (made === undefined) {
    throw new DomainError(
      'link-refused',
      `${client.title} accepted the root folder ${path} and does not list it.`,
    );
  }
  throwIfInaccessible(client, made);
  return { outcome: 'applied', created: true, detail: `root folder ${path} made` };
}

async function removeFolder(client: ArrClient, path: string, tools: LinkTools): Promise<LinkOutcome> {
  const ours = (await tools.records.read()) !== undefined;
  const existing = await findFolder(client, path);
  if (existing === undefined || !ours) {
    await tools.records.forget();
    const why = existing === undefined ? 'is gone already' : 'was not made by Showrunner';
    return {
      outcome: existing === undefined ? 'present' : 'kept',
      created: false,
      detail: `root folder ${path} ${why}`,
    };
  }
  await client.change({ method: 'DELETE', path: `/rootfolder/${existing.id}` });
  if ((await findFolder(client, path)) !== undefined) {
    throw new DomainError(
      'link-refused',
      `${client.title} still lists the root folder ${path} after its removal.`,
    );
  }
  await tools.records.forget();
  return { outcome: 'applied', created: false, detail: `root folder ${path} taken back` };
}

async function verifyFolder(client: ArrClient, path: string): Promise<LinkVerdict> {
  const folder = await findFolder(client, path);
  if (folder === undefined) return { ok: false, detail: `root folder ${path} is missing` };
  const ok = folder.accessible !== false;
  return { ok, detail: `root folder ${path} is ${ok ? 'there' : 'not accessible'}` };
}

async function findFolder(client: ArrClient, path: string): Promise<Folder | undefined> {
  const folders = await client.get('/rootfolder', z.array(folderShape));
  return folders.find((folder) => withoutSlash(folder.path ?? '') === withoutSlash(path));
}

function throwIfInaccessible(client: ArrClient, folder: Folder): void {
  if (folder.accessible !== false) return;
  const detail = `${client.title} cannot use the root folder ${folder.path}: it is missing or not writable for its user.`;
  throw new DomainError('link-refused', detail);
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, '');
}
