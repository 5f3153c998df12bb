import { randomBytes } from 'node:crypto';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { setGlobalProxyFromEnv } from 'node:http';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { DomainError, isDomainError } from '#domain/errors.ts';
import { type Environment, variablesForChildren } from '#platform/environment.ts';
import { hasCode } from '#platform/files.ts';
import { cacheFolder } from '#platform/home.ts';
import { readBounded, startWatch, type Watch, type WatchLimits } from './bounded-stream.ts';
import { type ExpectedProgram, unpackProgram } from './published-program.ts';

/** A program that its makers' download service gives as an archive, as Temporal's SDKs fetch their dev server. */
export interface ServedProgram {
  /** Answers `<service>/<version>?platform=…&arch=…` with the archive's address. */
  readonly service: string;
  readonly version: string;
  readonly name: string;
  /** By platform and architecture, as Node names them; the sum is the program's, for that of the archive is not published. */
  readonly builds: Readonly<Record<string, ServedBuild>>;
}

export interface ServedBuild extends Omit<ExpectedProgram, 'name'> {
  readonly platform: string;
  readonly arch: string;
}

export interface ServiceOptions {
  readonly environment: Environment;
  readonly limits?: WatchLimits;
}

/** An unreachable service costs the silence at most; then the caller has another source. */
const usualLimits: WatchLimits = { silenceMs: 5000, wholeMs: 300_000 };

/**
 * Puts the program at `target`, complete and checked, or not at all. Whatever fails between here and the service, and whatever
 * it sends, is a DomainError.
 */
export async function fetchServedProgram(
  program: ServedProgram,
  target: string,
  { environment, limits = usualLimits }: ServiceOptions,
): Promise<void> {
  const build = requireBuild(program);
  const folder = join(cacheFolder(environment), `download-${randomBytes(6).toString('hex')}`);
  const fresh = join(folder, program.name);
  const restoreProxies = setGlobalProxyFromEnv(variablesForChildren());
  using watch = startWatch(limits);
  try {
    await mkdir(folder, { recursive: true });
    const body = await openArchive(program, build, watch);
    await unpackProgram(
      body,
      { ...build, name: program.name },
      { target: fresh, path: environment.path, watch },
    );
    await publish(fresh, target);
  } catch (error) {
    throw explain(program, watch, error);
  } finally {
    restoreProxies();
    await rm(folder, { recursive: true, force: true });
  }
}

function requireBuild({ name, version, builds }: ServedProgram): ServedBuild {
  const build = builds[`${process.platform}-${process.arch}`];
  if (build !== undefined) return build;
  throw new DomainError(
    'precondition-failed',
    `No checksum of ${name} ${version} for ${process.platform} on ${process.arch} is known here.`,
  );
}

async function openArchive(
  { service, version }: ServedProgram,
  { platform, arch }: ServedBuild,
  watch: Watch,
): Promise<AsyncIterable<Uint8Array>> {
  const query = new URLSearchParams({ platform, arch, format: 'tar.gz' });
  const { archiveUrl } = await readInfo(await request(`${service}/${version}?${query}`, watch), watch);
  if (archiveUrl.protocol !== new URL(service).protocol)
    throw new DomainError('download-corrupt', `The service names an archive by ${archiveUrl.protocol}`);
  return request(archiveUrl, watch);
}

const infoSchema = z.object({ archiveUrl: z.url().transform((url) => new URL(url)) });
const mostInfoBytes = 65_536;

async function readInfo(body: AsyncIterable<Uint8Array>, watch: Watch): Promise<z.infer<typeof infoSchema>> {
  const chunks = await Array.fromAsync(readBounded(mostInfoBytes, watch)(body));
  const parsed = infoSchema.safeParse(parseJson(Buffer.concat(chunks).toString('utf8')));
  if (parsed.success) return parsed.data;
  throw new DomainError(
    'download-corrupt',
    'The service answers with something else than an archive’s address.',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function request(url: string | URL, watch: Watch): Promise<AsyncIterable<Uint8Array>> {
  const response = await fetch(url, { signal: watch.signal });
  watch.heard();
  if (response.ok && response.body !== null) return response.body;
  throw new DomainError('precondition-failed', `${new URL(url).host} answers ${response.status}.`);
}

async function publish(fresh: string, target: string): Promise<void> {
  await chmod(fresh, 0o755);
  await mkdir(dirname(target), { recursive: true });
  await rename(fresh, target);
}

const ownFailures = ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM'] as const;

/** Our own disk's failures stay what they are: another source would meet them too. */
function explain({ name, version, service }: ServedProgram, watch: Watch, error: unknown): unknown {
  if (hasCode(error, ...ownFailures)) return error;
  const cause: unknown = watch.signal.aborted ? watch.signal.reason : error;
  const code = isDomainError(cause) ? cause.code : 'precondition-failed';
  const { host } = new URL(service);
  return new DomainError(code, `${name} ${version} did not come from ${host}: ${reasonOf(cause)}`, { cause });
}

/** `fetch` says "fetch failed", and why in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof TypeError && error.cause !== undefined ? reasonOf(error.cause) : error.message;
}
