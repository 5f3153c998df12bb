import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureLab } from '#lab/lab.ts';
import { type Environment, readEnvironment } from '#platform/environment.ts';
import { cacheFolder, type Home, openHome, readToken } from '#platform/home.ts';
import { createClient, type ShowrunnerClient } from '#sdk/index.ts';
import type { Cleanup } from './cleanup.ts';
import { runProgram } from './run-program.ts';

/** An instance of its own, used as a person uses it, with the lab's images. */
export interface BenchInstance {
  readonly home: Home;
  readonly environment: Environment;
  readonly folders: { readonly data: string; readonly config: string };
  readonly client: ShowrunnerClient;
  /** `./showrunner …`; its output. Fails when it ends with another code than 0. */
  run(...args: readonly string[]): Promise<string>;
}

export interface InstanceOptions {
  readonly name: string;
  readonly catalog: string;
}

const launcher = join(import.meta.dirname, '..', '..', 'showrunner');
const limitMilliseconds = 8 * 60_000;

export async function createInstance(
  { name, catalog }: InstanceOptions,
  cleanup: Cleanup,
): Promise<BenchInstance> {
  const root = await mkdtemp(join(tmpdir(), 'showrunner-bench-'));
  // PostgreSQL does not run as root, and its user must pass the folder.
  await chmod(root, 0o711);
  const machine = readEnvironment();
  const variables = {
    PATH: machine.path,
    HOME: root,
    // The machine's own cache: what it has fetched before is not fetched again.
    ...(machine.cacheHome === undefined ? {} : { XDG_CACHE_HOME: machine.cacheHome }),
    SHOWRUNNER_HOME: join(root, name),
    SHOWRUNNER_INSTANCE: name,
    SHOWRUNNER_CATALOG: catalog,
    NO_COLOR: '1',
  };
  const home = await openHome(variables.SHOWRUNNER_HOME, { name });
  const run = (...args: readonly string[]) =>
    runProgram({ command: [launcher, ...args], variables, limitMilliseconds });
  cleanup.later(async () => {
    // First, and alone if it fails: a home without its folder could not be taken away any more.
    await run('down', '--purge', '--yes');
    await rm(root, { recursive: true, force: true });
  });
  await ensureLab({
    dockerSocket: '/var/run/docker.sock',
    cacheFolder: join(cacheFolder(machine), 'lab'),
    stateFolder: home.paths.lab,
    instance: home.id,
    registryPort: home.ports.labRegistry,
    onProgress: () => undefined,
  });
  const client = createClient({ url: `http://127.0.0.1:${home.ports.api}`, token: await readToken(home) });
  const folders = { data: join(root, 'data'), config: join(root, 'config') };
  return { home, environment: readEnvironment(variables), folders, client, run };
}

/** Settings for `--settings`: secrets go by a file, never by an argument. */
export async function writeSettings(home: Home, settings: object): Promise<string> {
  const file = join(home.paths.secrets, 'bench-settings.yaml');
  await writeFile(file, JSON.stringify(settings), { mode: 0o600 });
  return file;
}
