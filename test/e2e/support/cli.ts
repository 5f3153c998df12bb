import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '#platform/environment.ts';

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `./showrunner` with a home and an instance of its own, as a person runs it. */
export interface TestCli {
  readonly instance: string;
  /** The instance's home. */
  readonly home: string;
  run(...args: readonly string[]): Promise<CliResult>;
  /** Runs with `--json` and gives the one document. */
  json(...args: readonly string[]): Promise<unknown>;
  /** Takes the instance away with all that it made, and its folders. */
  dispose(): Promise<void>;
}

const launcher = join(import.meta.dirname, '..', '..', '..', 'showrunner');
const limitMilliseconds = 8 * 60_000;

export async function createTestCli(): Promise<TestCli> {
  const root = await mkdtemp(join(tmpdir(), 'showrunner-e2e-'));
  // PostgreSQL does not run as root, and its user must pass the folder.
  await chmod(root, 0o711);
  const instance = `e${randomBytes(3).toString('hex')}`;
  const home = join(root, instance);
  const { path, cacheHome } = readEnvironment();
  const variables = {
    PATH: path,
    HOME: root,
    // The machine's own cache: what the tests fetch is fetched once.
    ...(cacheHome === undefined ? {} : { XDG_CACHE_HOME: cacheHome }),
    SHOWRUNNER_HOME: home,
    SHOWRUNNER_INSTANCE: instance,
    NO_COLOR: '1',
  };
  const run = (...args: readonly string[]) => call(args, variables);
  return {
    instance,
    home,
    run,
    json: async (...args) => {
      const { code, stdout, stderr } = await run('--json', ...args);
      if (code !== 0)
        throw new Error(`showrunner ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
      return JSON.parse(stdout);
    },
    dispose: async () => {
      await run('down', '--purge', '--yes');
      await rm(root, { recursive: true, force: true });
    },
  };
}

function call(args: readonly string[], env: NodeJS.ProcessEnv): Promise<CliResult> {
  return new Promise((resolve) => {
    const options = { env, timeout: limitMilliseconds, maxBuffer: 64 * 1024 * 1024 };
    execFile(launcher, [...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, stdout, stderr });
    });
  });
}
