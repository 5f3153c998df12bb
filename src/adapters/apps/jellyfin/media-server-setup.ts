import { DomainError } from '#domain/errors.ts';
import type { LinkOutcome } from '#domain/link.ts';
import { readSecret, secretPathOf, userOf } from '../credentials.ts';
import type { LinkOf, LinkTools, LinkVerdict, OpenLink } from '../open-link.ts';
import { obtainApiKey, workingApiKey } from './api-key.ts';
import { connectJellyfin, type JellyfinClient } from './client.ts';
import { type LibraryState, libraryRecord, lookAtLibraries, writeLibraries } from './libraries.ts';
import { logIn } from './login.ts';
import { type Administrator, runWizard } from './wizard.ts';

type SetupLink = LinkOf<'media-server-setup'>;

/** First-run wizard, administrator, API key and libraries of Jellyfin. */
export function openMediaServerSetup(link: SetupLink, tools: LinkTools): OpenLink {
  return {
    apply: () => applySetup(link, tools),
    remove: () => Promise.resolve(cannotTakeBack),
    verify: () => verifySetup(link, tools),
  };
}

/** A wizard does not open again, and libraries hold what people watched: they go with the configuration, or stay with it. */
const cannotTakeBack: LinkOutcome = {
  outcome: 'kept',
  created: false,
  detail: 'the set-up of Jellyfin stays in its configuration',
};

async function applySetup(link: SetupLink, tools: LinkTools): Promise<LinkOutcome> {
  const jellyfin = await connectJellyfin(tools, link.consumer);
  const administrator = await administratorOf(link, tools);
  const finished = !jellyfin.wizardCompleted && (await runWizard(jellyfin, administrator));
  const { token, loggedIn, obtained } = await openSession(jellyfin, link, tools, administrator);
  const record = await tools.records.read();
  const states = await lookAtLibraries(jellyfin, token, link.arguments.libraries, record?.wrote);
  await writeLibraries(jellyfin, token, states, record?.wrote);
  const task = finished ? tools.task : record?.task;
  await tools.records.write({
    ...(task === undefined ? {} : { task }),
    wrote: { ...record?.wrote, ...libraryRecord(states) },
    secrets: {},
  });
  const created = finished || (task !== undefined && task === tools.task);
  return describeSetup({ states, created, finished, obtained, loggedIn });
}

interface Session {
  /** An API key: it outlives the login. */
  readonly token: string;
  readonly loggedIn: boolean;
  readonly obtained: boolean;
}

/**
 * A person may have finished the wizard or changed the password: then the stored key is enough. Without either there is no way
 * in, and only the person can give one.
 */
async function openSession(
  jellyfin: JellyfinClient,
  link: SetupLink,
  tools: LinkTools,
  administrator: Administrator,
): Promise<Session> {
  const login = await logIn(jellyfin, administrator);
  const stored = await workingApiKey(jellyfin, tools, link.consumer);
  if (stored !== undefined) return { token: stored, loggedIn: login !== undefined, obtained: false };
  if (login === undefined) throw lockedOut(link, administrator);
  return { token: await obtainApiKey(jellyfin, tools, link.consumer, login), loggedIn: true, obtained: true };
}

function lockedOut({ consumer }: SetupLink, administrator: Administrator): DomainError {
  const password = secretPathOf(consumer, 'admin-password');
  const key = secretPathOf(consumer, 'api-key');
  return new DomainError(
    'login-failed',
    `Jellyfin was set up by someone else: it does not take the password kept for "${administrator.name}". ` +
      `Store that account's password as ${password}, or an API key from Jellyfin's dashboard as ${key}.`,
  );
}

interface SetupReport {
  readonly states: readonly LibraryState[];
  readonly created: boolean;
  readonly finished: boolean;
  readonly obtained: boolean;
  readonly loggedIn: boolean;
}

function describeSetup({ states, created, finished, obtained, loggedIn }: SetupReport): LinkOutcome {
  const written = states.filter(({ state }) => state === 'missing' || state === 'outdated');
  const done = [
    ...(finished ? ['first-run wizard finished'] : []),
    ...(obtained ? ['API key stored'] : []),
    ...(written.length > 0
      ? [`libraries written: ${written.map(({ library }) => library.name).join(', ')}`]
      : []),
  ];
  const byHand = [
    ...(loggedIn ? [] : ['the administrator’s password is not the one that Showrunner keeps']),
    ...states.filter(({ state }) => state === 'by-hand').map(({ detail }) => detail),
  ];
  if (byHand.length > 0) {
    const detail = [`set up by hand and left so: ${byHand.join('; ')}`, ...done].join('; ');
    return { outcome: 'kept', created, detail };
  }
  if (done.length > 0) return { outcome: 'applied', created, detail: done.join('; ') };
  return { outcome: 'present', created, detail: 'wizard, administrator, API key and libraries are in place' };
}

async function verifySetup(link: SetupLink, tools: LinkTools): Promise<LinkVerdict> {
  const jellyfin = await connectJellyfin(tools, link.consumer);
  if (!jellyfin.wizardCompleted) return { ok: false, detail: 'the first-run wizard is not finished' };
  const token = await workingApiKey(jellyfin, tools, link.consumer);
  if (token === undefined) return { ok: false, detail: 'Jellyfin does not take the stored API key' };
  const administrator = await administratorOf(link, tools);
  if ((await logIn(jellyfin, administrator)) === undefined) {
    return { ok: false, detail: 'the administrator’s password is not the one that Showrunner keeps' };
  }
  const states = await lookAtLibraries(jellyfin, token, link.arguments.libraries);
  const wrong = states.filter(({ state }) => state !== 'present');
  if (wrong.length > 0) return { ok: false, detail: wrong.map(({ detail }) => detail).join('; ') };
  return { ok: true, detail: `Jellyfin ${jellyfin.version}: login, API key and libraries are right` };
}

async function administratorOf({ consumer }: SetupLink, tools: LinkTools): Promise<Administrator> {
  const { value } = await readSecret(tools.secrets, consumer, 'admin-password');
  return { name: userOf(consumer), password: value };
}
