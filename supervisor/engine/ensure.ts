import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { DomainError } from '#domain/errors.ts';
import { type Environment, variablesForChildren } from '#platform/environment.ts';
import { readFileIfPresent } from '#platform/files.ts';
import { type Engine, type EngineSearch, findEngine, type Trial } from './find.ts';
import { standardPlace, startEngine } from './start.ts';

const run = promisify(execFile);

export interface EnsureEngineOptions {
  readonly environment: Environment;
  /** Whether the engine's packages may be installed and the engine started: it changes the machine, so a person agreed. */
  readonly mayInstall: boolean;
  readonly onProgress?: (message: string) => void;
}

/** The Docker engine that answers; else, where that is allowed and possible, one that is installed and started now. */
export async function ensureEngine(options: EnsureEngineOptions): Promise<Engine> {
  const search = await findEngine(options.environment);
  if (search.found) return search.engine;
  const obstacle = await findObstacle(options.environment, search);
  if (obstacle !== undefined) throw missing(search.trials, obstacle);
  if (!options.mayInstall) throw missing(search.trials, 'Agree to its installation with --yes.');
  await installAndStart(options);
  const second = await findEngine(options.environment);
  if (second.found) return second.engine;
  throw missing(second.trials, 'See /var/log/dockerd.log.');
}

/** What a person must do where Showrunner cannot: nothing when it can install or start an engine itself. */
async function findObstacle(
  { user, path }: Environment,
  search: Extract<EngineSearch, { found: false }>,
): Promise<string | undefined> {
  if (search.chosen)
    return 'Start that engine, or choose another one with DOCKER_HOST or "docker context use".';
  if (process.platform === 'darwin') return 'Start Docker Desktop, OrbStack or Colima.';
  if (process.platform !== 'linux') return 'Install a Docker engine and start it.';
  if (user.uid !== 0) return asUser(search.trials);
  if ((await findProgram('dockerd', path)) !== undefined || (await isDebian())) return undefined;
  return 'Install Docker Engine from your distribution and start it.';
}

function asUser(trials: readonly Trial[]): string {
  return trials.some(({ reason }) => reason.includes('may not use'))
    ? 'Add yourself to the group of the socket (sudo usermod -aG docker "$USER"), then log in again.'
    : 'As root, install and start it: sudo apt-get install docker.io, or your distribution’s package.';
}

async function isDebian(): Promise<boolean> {
  const release = (await readFileIfPresent('/etc/os-release')) ?? '';
  return /^ID(_LIKE)?="?[^"\n]*\b(debian|ubuntu)\b/m.test(release);
}

async function installAndStart({ environment, onProgress }: EnsureEngineOptions): Promise<void> {
  if ((await findProgram('dockerd', environment.path)) === undefined) {
    onProgress?.('installing docker.io and iptables with apt-get');
    await aptInstall(['docker.io', 'iptables']);
  }
  onProgress?.('starting the Docker engine');
  if (await isSystemd()) await run('systemctl', ['start', 'docker'], { timeout: 120_000 });
  else await startEngine(standardPlace(engineVariables(environment)));
}

async function aptInstall(packages: readonly string[]): Promise<void> {
  const env = { ...variablesForChildren(), DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await run('apt-get', ['update', '-q'], { env, timeout: 300_000, maxBuffer: 16_000_000 });
    const args = ['install', '-q', '-y', '--no-install-recommends', ...packages];
    await run('apt-get', args, { env, timeout: 600_000, maxBuffer: 16_000_000 });
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    const lines = output.split('\n').slice(-20).join('\n');
    throw new DomainError(
      'precondition-failed',
      `apt-get could not install ${packages.join(' and ')}:\n${lines}`,
      {
        cause: error,
      },
    );
  }
}

/** The check that systemd documents for "this machine was booted with systemd". */
async function isSystemd(): Promise<boolean> {
  return access('/run/systemd/system').then(
    () => true,
    () => false,
  );
}

/** The engine pulls through the same proxy as its user; it needs nothing else of our environment. */
function engineVariables({ path }: Environment): Readonly<Record<string, string>> {
  const proxies = Object.entries(variablesForChildren()).filter(([name]) => /_proxy$/i.test(name));
  return { ...Object.fromEntries(proxies), PATH: `${path}:/usr/sbin:/sbin`, HOME: '/root' };
}

async function findProgram(name: string, path: string): Promise<string | undefined> {
  for (const folder of [...path.split(delimiter), '/usr/sbin', '/sbin']) {
    const candidate = join(folder, name);
    if (
      await access(candidate, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return candidate;
  }
  return undefined;
}

function missing(trials: readonly Trial[], remedy: string): DomainError {
  const tried = trials.map(({ source, address, reason }) => `${address} (${source}): ${reason}`).join('; ');
  return new DomainError('precondition-failed', `No Docker engine answers. Tried ${tried}. ${remedy}`);
}
