import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '#domain/errors.ts';
import { decodeFields, isFields, isText } from './decode.ts';
import { readFileIfPresent, writeFileAtomically } from './files.ts';
import { inHome } from './home-errors.ts';
import type { HomePaths } from './home-paths.ts';

/** What `host/host.json` of a home holds that has joined another machine's control plane. */
export interface JoinedHost {
  readonly format: 1;
  readonly host: string;
  /** The control plane's: with its id this host's containers are labelled. */
  readonly instance: { readonly id: string; readonly name: string };
  readonly namespace: string;
  /** `host:port` of its gateway. */
  readonly gateway: string;
  /** At which other hosts reach what is published here. */
  readonly address: string;
  /** SHA-256 of the token that it joined with: another one means that it is to join anew. */
  readonly joinedWith: string;
}

/** All in PEM. */
export interface JoinedCredentials {
  readonly key: string;
  readonly certificate: string;
  readonly authority: string;
}

/** What a machine asks to join with: made once, so that a repeat asks for the same. */
export interface JoinRequest {
  readonly key: string;
  readonly request: string;
}

/** What the home has joined; nothing where it has joined nothing. Error: `home-unusable`. */
export async function readJoinedHost(paths: HomePaths): Promise<JoinedHost | undefined> {
  const file = recordFile(paths);
  const text = await inHome(paths.root, () => readFileIfPresent(file));
  return text === undefined ? undefined : decode(file, text);
}

/** Credentials first: with the record the home has joined, and is complete. It takes the place of what was joined before. */
export async function writeJoinedHost(
  paths: HomePaths,
  joined: JoinedHost,
  own: JoinedCredentials,
): Promise<void> {
  await inHome(paths.root, async () => {
    await removeNextCredentials(paths);
    await writeCredentials(paths, own);
    await writeFileAtomically(recordFile(paths), `${JSON.stringify(joined, undefined, 2)}\n`);
    await rm(requestFile(paths), { force: true });
    await rm(leftFile(paths), { force: true });
  });
}

export async function readJoinRequest(paths: HomePaths): Promise<JoinRequest | undefined> {
  const text = await inHome(paths.root, () => readFileIfPresent(requestFile(paths)));
  const { key, request } = decodeFields(text ?? '') ?? {};
  return isText(key) && isText(request) ? { key, request } : undefined;
}

export async function writeJoinRequest(paths: HomePaths, made: JoinRequest): Promise<void> {
  await inHome(paths.root, async () => {
    await mkdir(paths.host, { recursive: true, mode: 0o700 });
    await writeFileAtomically(requestFile(paths), `${JSON.stringify(made)}\n`);
  });
}

/** Key and certificate are one file, so that there is never the one without the other's half. */
export async function writeCredentials(paths: HomePaths, own: JoinedCredentials): Promise<void> {
  await mkdir(paths.host, { recursive: true, mode: 0o700 });
  await writeFileAtomically(credentialsFile(paths), `${JSON.stringify(own)}\n`);
}

export async function readCredentials(paths: HomePaths): Promise<JoinedCredentials> {
  const own = await readHostFile(paths, 'credentials.json');
  if (own !== undefined) return own;
  throw unusable(credentialsFile(paths), 'it is missing; join again');
}

/** A key and certificate that are to take the place of those in use, and may be in force already. */
export function readNextCredentials(paths: HomePaths): Promise<JoinedCredentials | undefined> {
  return readHostFile(paths, 'next-credentials.json');
}

export async function writeNextCredentials(paths: HomePaths, next: JoinedCredentials): Promise<void> {
  await writeFileAtomically(join(paths.host, 'next-credentials.json'), `${JSON.stringify(next)}\n`);
}

export async function removeNextCredentials(paths: HomePaths): Promise<void> {
  await rm(join(paths.host, 'next-credentials.json'), { force: true });
}

/** The home has joined nothing any more. What it was is kept, so that it does not become a control plane unasked. */
export async function removeJoinedHost(paths: HomePaths): Promise<void> {
  await inHome(paths.root, async () => {
    await rm(paths.host, { recursive: true, force: true });
    await mkdir(paths.host, { recursive: true, mode: 0o700 });
    await writeFileAtomically(leftFile(paths), '{}\n');
  });
}

/** True once the home has left what it had joined, until it joins anew. */
export async function hasLeft(paths: HomePaths): Promise<boolean> {
  return (await readFileIfPresent(leftFile(paths))) !== undefined;
}

function recordFile({ host }: HomePaths): string {
  return join(host, 'host.json');
}

function leftFile({ host }: HomePaths): string {
  return join(host, 'left.json');
}

function requestFile({ host }: HomePaths): string {
  return join(host, 'request.json');
}

function credentialsFile({ host }: HomePaths): string {
  return join(host, 'credentials.json');
}

async function readHostFile(paths: HomePaths, name: string): Promise<JoinedCredentials | undefined> {
  const file = join(paths.host, name);
  const text = await inHome(paths.root, () => readFileIfPresent(file));
  if (text === undefined) return undefined;
  const { key, certificate, authority } = decodeFields(text) ?? {};
  if (isText(key) && isText(certificate) && isText(authority)) return { key, certificate, authority };
  throw unusable(file, 'it is damaged');
}

function decode(file: string, text: string): JoinedHost {
  const { format, host, instance, namespace, gateway, address, joinedWith } = decodeFields(text) ?? {};
  if (format !== 1) throw unusable(file, 'its format is not 1');
  const [id, name] = isFields(instance) ? [instance.id, instance.name] : [];
  if (
    !isText(host) ||
    !isText(id) ||
    !isText(name) ||
    !isText(namespace) ||
    !isText(gateway) ||
    !isText(address) ||
    !isText(joinedWith)
  ) {
    throw unusable(file, 'a part is missing');
  }
  return { format: 1, host, instance: { id, name }, namespace, gateway, address, joinedWith };
}

function unusable(file: string, reason: string): DomainError {
  return new DomainError('home-unusable', `${file} cannot be used: ${reason}.`);
}
