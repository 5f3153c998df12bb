import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Home, openHome } from '#platform/home.ts';
import { type FakeApi, type Handler, startFakeApi } from './fake-api.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Ctrl-C is pressed once stdout holds this. */
  readonly interruptAt?: string;
  /** Stops reading stdout after so many bytes. */
  readonly readOnly?: number;
}

/** A home, an API that answers for its control plane, and the command line as a process. */
export interface Scene extends AsyncDisposable {
  readonly home: Home;
  readonly api: FakeApi;
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Ended>;
}

export async function setTheScene(handlers: Readonly<Record<string, Handler>> = {}): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), 'showrunner-cli-'));
  const home = await openHome(join(folder, 'home'), { name: 'default' });
  const api = await startFakeApi(handlers);
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    SHOWRUNNER_HOME: home.paths.root,
    SHOWRUNNER_API_PORT: String(api.port),
  };
  return {
    home,
    api,
    run: (args, options = {}) => runCli(args, { ...options, env: { ...env, ...options.env } }),
    [Symbol.asyncDispose]: async () => {
      await rm(folder, { recursive: true, force: true });
      await api[Symbol.asyncDispose]();
    },
  };
}

const program = join(import.meta.dirname, '..', '..', '..', 'cli', 'main.ts');

export async function runCli(args: readonly string[], options: RunOptions): Promise<Ended> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...args], {
    env: options.env ?? {},
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: AbortSignal.timeout(30_000),
  });
  let stdout = '';
  let stderr = '';
  let interrupted = false;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
    if (options.readOnly !== undefined && stdout.length >= options.readOnly) child.stdout.destroy();
    if (interrupted || options.interruptAt === undefined || !stdout.includes(options.interruptAt)) return;
    interrupted = true;
    child.kill('SIGINT');
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : null, stdout, stderr };
}
