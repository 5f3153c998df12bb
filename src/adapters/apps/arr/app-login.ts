import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import type { LinkOutcome } from '#domain/link.ts';
import { compareValues, type Values } from '../comparison.ts';
import { type KeptSecret, readSecret, userOf } from '../credentials.ts';
import type { LinkOf, LinkTools, LinkVerdict, OpenLink } from '../open-link.ts';
import type { LinkRecord } from '../record.ts';
import { arrApp } from './apps.ts';
import { type ArrClient, connectArr } from './client.ts';

type LoginLink = LinkOf<'app-login'>;

/** The one user of Sonarr, Radarr or Prowlarr: their forms login lets nobody in until there is one. */
export function openAppLogin(link: LoginLink, tools: LinkTools): OpenLink {
  const open = async (): Promise<LoginWork> => {
    const client = await connectArr(tools, link.consumer, arrApp(link.consumer));
    const password = await readSecret(tools.secrets, link.consumer, 'password');
    // The programs keep the name in lower case, whatever they are given.
    return { client, tools, username: userOf(link.consumer).toLowerCase(), password };
  };
  return {
    apply: async () => applyLogin(await open()),
    remove: () => Promise.resolve(cannotTakeBack),
    verify: async () => verifyLogin(await open()),
  };
}

const cannotTakeBack: LinkOutcome = {
  outcome: 'kept',
  created: false,
  detail: 'the user stays: the API has no way to delete it',
};

interface LoginWork {
  readonly client: ArrClient;
  readonly tools: LinkTools;
  readonly username: string;
  readonly password: KeptSecret;
}

const hostPath = '/config/host';
const hostShape = z.looseObject({
  id: z.int(),
  username: z.string().nullish(),
  password: z.string().nullish(),
});
type Host = z.infer<typeof hostShape>;

async function applyLogin(work: LoginWork): Promise<LinkOutcome> {
  const { client, tools, username, password } = work;
  const host = await client.get(hostPath, hostShape);
  const record = await tools.records.read();
  if (!host.username) return makeUser(work, host);
  const changed = changedByHand(host, record);
  if (changed.length > 0) {
    const detail = `the user "${host.username}" is not as Showrunner made it and stays: ${changed.join(', ')}`;
    return { outcome: 'kept', created: false, detail };
  }
  const created = record?.task !== undefined && record.task === tools.task;
  if (record?.secrets.password === password.version && 'password' in record.wrote) {
    return { outcome: 'present', created, detail: `the user "${username}" is there` };
  }
  await writeUser(work, host, record?.task);
  return { outcome: 'applied', created, detail: `the password of "${username}" was brought up to date` };
}

async function makeUser(work: LoginWork, host: Host): Promise<LinkOutcome> {
  const { tools, username } = work;
  // Written first: an attempt that dies in between must find that the user is its own.
  await tools.records.write({ ...taskOf(tools.task), wrote: { username }, secrets: {} });
  await writeUser(work, host, tools.task);
  return { outcome: 'applied', created: true, detail: `the user "${username}" was made` };
}

/** The resource is written back whole, as the API asks; only here is the password sent. */
async function writeUser(work: LoginWork, host: Host, task: string | undefined): Promise<void> {
  const { client, tools, username, password } = work;
  const login = { username, password: password.value, passwordConfirmation: password.value };
  const request = { method: 'PUT' as const, path: `${hostPath}/${host.id}`, json: { ...host, ...login } };
  await client.change(request, [password.value]);
  const after = await client.get(hostPath, hostShape);
  if (after.username?.toLowerCase() !== username || !after.password) {
    throw new DomainError(
      'link-refused',
      `${client.title} accepted the user "${username}" and does not have it.`,
    );
  }
  await tools.records.write({
    ...taskOf(task),
    wrote: observedLogin(after),
    secrets: { password: password.version },
  });
}

function changedByHand(host: Host, record: LinkRecord | undefined): readonly string[] {
  if (record === undefined) return ['made by hand'];
  return compareValues(record.wrote, observedLogin(host), undefined).byHand;
}

/** The API shows the stored, salted hash: it changes when, and only when, somebody sets a password. */
function observedLogin(host: Host): Values {
  const mark = createHash('sha256')
    .update(host.password ?? '')
    .digest('hex');
  return { username: host.username?.toLowerCase() ?? '', password: mark };
}

async function verifyLogin(work: LoginWork): Promise<LinkVerdict> {
  const host = await work.client.get(hostPath, hostShape);
  const record = await work.tools.records.read();
  if (!host.username) return { ok: false, detail: 'there is no user, so nobody can log in' };
  const changed = changedByHand(host, record);
  if (changed.length > 0)
    return { ok: false, detail: `the user "${host.username}" differs: ${changed.join(', ')}` };
  const current = record?.secrets.password === work.password.version;
  return {
    ok: current,
    detail: `the user "${host.username}" ${current ? 'is there' : 'has an older password'}`,
  };
}

function taskOf(task: string | undefined): Pick<LinkRecord, 'task'> {
  return task === undefined ? {} : { task };
}
