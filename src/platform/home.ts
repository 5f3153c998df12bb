import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { DomainError } from '#domain/errors.ts';
import { createFileOnce, hasCode, readFileIfPresent } from './files.ts';
import { inHome } from './home-errors.ts';
import { type HomePaths, homePaths } from './home-paths.ts';
import { decodeInstance, encodeInstance, type InstanceRecord } from './instance-record.ts';
import { hasLeft, readJoinedHost } from './joined-host.ts';
import { chooseFreePorts } from './ports.ts';

export { cacheFolder, type HomePaths, homeFolder, homePaths } from './home-paths.ts';
export type { InstancePorts } from './instance-record.ts';

/** One instance's folder: who it is, its ports, and where its parts lie. */
export interface Home extends InstanceRecord {
  readonly paths: HomePaths;
}

export interface HomeOptions {
  /** The instance's name; a home that exists must have it. */
  readonly name?: string;
  /** For a machine that is about to join another's control plane: it has no token, and no password of a database. */
  readonly joining?: boolean;
}

/** Creates the home, or reads it. Safe when several do it at once: all get the same id, ports and secrets. */
export async function openHome(root: string, options: HomeOptions = {}): Promise<Home> {
  const paths = homePaths(root);
  checkLength(paths);
  return inHome(root, async () => {
    await refuseForeignFolder(paths);
    await ensureFolders(paths);
    const record = (await readInstance(paths)) ?? (await createInstance(paths, options.name ?? 'default'));
    checkName(paths, record, options.name);
    if (options.joining !== true && (await readJoinedHost(paths)) === undefined) {
      await refuseFormerHost(paths);
      await ensureSecrets(paths);
    }
    return { ...record, paths };
  });
}

/** With a control plane's secrets it could not join any more, and its engine would have two that think it theirs. */
async function refuseFormerHost(paths: HomePaths): Promise<void> {
  if ((await isControlPlane(paths)) || !(await hasLeft(paths))) return;
  const reason = 'it was the home of a host, and becomes no control plane';
  const remedy = `Join anew with "showrunner host join", or start a control plane from a home of its own with --instance NAME`;
  throw new DomainError('home-unusable', `${paths.root} cannot be used: ${reason}. ${remedy}.`);
}

/** True for a home from which a control plane runs, or has run. */
export async function isControlPlane({ root, token }: HomePaths): Promise<boolean> {
  return (await inHome(root, () => readFileIfPresent(token))) !== undefined;
}

/** Reads a home and changes nothing; nothing where there is none. */
export async function readHome(root: string): Promise<Home | undefined> {
  const paths = homePaths(root);
  return inHome(root, async () => {
    const record = await readInstance(paths);
    return record === undefined ? undefined : { ...record, paths };
  });
}

/** The administrator's API token. */
export function readToken(home: Home): Promise<string> {
  return readTokenFile(home, home.paths.token);
}

/** The token with which Prometheus reads metrics. */
export function readMetricsToken(home: Home): Promise<string> {
  return readTokenFile(home, home.paths.metricsToken);
}

async function readTokenFile({ paths: { root } }: Home, file: string): Promise<string> {
  const token = await inHome(root, () => readFileIfPresent(file));
  if (token !== undefined) return token.trim();
  throw new DomainError('home-unusable', `The home folder ${root} has no file ${basename(file)}.`);
}

function newToken(): string {
  return `sr_${randomBytes(24).toString('base64url')}`;
}

/** A Unix socket's path holds 103 bytes on macOS and 107 on Linux; the control socket is the longest path that must fit. */
const longestRoot = 103 - '/run/supervisor.sock'.length;

function checkLength(paths: HomePaths): void {
  if (Buffer.byteLength(paths.root) <= longestRoot) return;
  throw new DomainError(
    'home-unusable',
    `The path of the home folder ${paths.root} is too long for its control socket: ${longestRoot} bytes at most.`,
  );
}

/**
 * A home is removed whole one day, and closed to others today: somebody's own folder must never become one. What an interrupted
 * first start left, or another process makes at this moment, carries a home's own names.
 */
async function refuseForeignFolder(paths: HomePaths): Promise<void> {
  const names = await namesIn(paths.root);
  const own = new Set(['lost+found', ...Object.values(paths).map((path) => basename(path))]);
  if (names.includes(basename(paths.instanceFile))) return;
  const foreign = names.find((name) => !own.has(name) && !isTemporary(name));
  if (foreign === undefined) return;
  throw new DomainError(
    'home-unusable',
    `${paths.root} is no home of Showrunner, and it is not empty (${foreign}). Choose a folder that is empty or not there yet.`,
  );
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/** As files are named while they are being written; see `createFileOnce`. */
function isTemporary(name: string): boolean {
  return /^\.(instance\.json|token)\.[0-9a-f]{12}$/.test(name);
}

/** PostgreSQL does not run as root: under root its unprivileged user must be able to pass the home, but not to list it. */
async function ensureFolders(paths: HomePaths): Promise<void> {
  const passable = process.getuid?.() === 0 ? 0o711 : 0o700;
  await ensureFolder(paths.root, passable);
  await ensureFolder(paths.bin, passable);
  const closed = [
    paths.secrets,
    paths.keyring,
    paths.config,
    paths.temporal,
    paths.logs,
    paths.run,
    paths.bundle,
    paths.lab,
  ];
  await Promise.all(closed.map((folder) => ensureFolder(folder, 0o700)));
}

async function ensureFolder(path: string, mode: number): Promise<void> {
  await makeFolder(path, mode);
  await ensureMode(path, mode);
}

/** Node's own recursive mkdir answers ENOENT on a read-only file system, which would name the wrong reason. */
async function makeFolder(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    if (hasCode(error, 'EEXIST') && (await stat(path)).isDirectory()) return;
    if (!hasCode(error, 'ENOENT') || dirname(path) === path) throw error;
    await makeFolder(dirname(path), 0o755);
    await makeFolder(path, mode);
  }
}

async function ensureMode(path: string, mode: number): Promise<void> {
  const found = (await stat(path)).mode & 0o7777;
  if (found !== mode) await chmod(path, mode);
}

async function readInstance(paths: HomePaths): Promise<InstanceRecord | undefined> {
  const text = await readFileIfPresent(paths.instanceFile);
  return text === undefined ? undefined : decodeInstance(paths.instanceFile, text);
}

/** Two that create at once both end with the record of the one that came first. */
async function createInstance(paths: HomePaths, name: string): Promise<InstanceRecord> {
  const record: InstanceRecord = {
    format: 1,
    id: randomBytes(6).toString('hex'),
    name,
    ports: await choosePorts(name),
    createdAt: new Date().toISOString(),
  };
  if (await createFileOnce(paths.instanceFile, encodeInstance(record))) return record;
  const first = await readInstance(paths);
  if (first !== undefined) return first;
  throw new DomainError('home-unusable', `${paths.instanceFile} was removed while it was being read.`);
}

async function choosePorts(name: string): Promise<InstanceRecord['ports']> {
  const preferences = [name === 'default' ? 8484 : undefined, ...Array<undefined>(5).fill(undefined)];
  const [api = 0, temporal = 0, temporalUi = 0, temporalMetrics = 0, postgres = 0, labRegistry = 0] =
    await chooseFreePorts(preferences);
  return { api, temporal, temporalUi, temporalMetrics, postgres, labRegistry };
}

function checkName(paths: HomePaths, record: InstanceRecord, asked: string | undefined): void {
  if (asked === undefined || asked === record.name) return;
  throw new DomainError(
    'home-unusable',
    `${paths.root} is the home of the instance "${record.name}", not of "${asked}".`,
  );
}

async function ensureSecrets(paths: HomePaths): Promise<void> {
  await ensureSecret(paths.token, newToken());
  await ensureSecret(paths.metricsToken, newToken());
  await ensureSecret(paths.postgresPassword, randomBytes(24).toString('base64url'));
}

async function ensureSecret(path: string, value: string): Promise<void> {
  await createFileOnce(path, `${value}\n`);
  await ensureMode(path, 0o600);
}
