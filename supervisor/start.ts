import { type ChildProcess, spawn } from 'node:child_process';
import { on } from 'node:events';
import { join } from 'node:path';
import { DomainError } from '#domain/errors.ts';
import type { Environment } from '#platform/environment.ts';
import type { Home } from '#platform/home.ts';
import { inHome } from '#platform/home-errors.ts';
import type { SupervisorSettings, SupervisorStatus } from './contract.ts';
import { askSupervisor } from './control-client.ts';
import { closeLog, lastLines, type OpenLog, openLog } from './logs.ts';
import { prepareSettings } from './settings.ts';
import { decodeStartMessage } from './start-channel.ts';

export interface StartOptions {
  readonly home: Home;
  readonly environment: Environment;
  readonly onProgress?: (message: string) => void;
  /** The supervisor's program; a test gives its own table of processes in one. */
  readonly program?: string;
  readonly timeoutMs?: number;
}

export interface Started {
  readonly status: SupervisorStatus;
  /** False when one ran already. */
  readonly started: boolean;
}

/** Starts the home's supervisor unless one runs, and resolves when everything that it keeps is ready. */
export async function startSupervisor(options: StartOptions): Promise<Started> {
  const timeoutMs = options.timeoutMs ?? 120_000;
  const running = await awaitRunning(options.home, timeoutMs);
  if (running !== undefined) return { status: running, started: false };
  const settings = await prepareSettings(options);
  const outcome = await launch(options, settings, timeoutMs);
  const status = await awaitRunning(options.home, timeoutMs);
  if (status === undefined)
    throw new DomainError('precondition-failed', 'The supervisor ended right after its start.');
  return { status, started: outcome === 'started' };
}

/** Of several that start at once one supervisor gets the home; the others' callers wait for that one. */
async function awaitRunning(home: Home, timeoutMs: number): Promise<SupervisorStatus | undefined> {
  return (await askSupervisor(home.paths, { command: 'wait' }, timeoutMs))?.status;
}

async function launch(
  { home, onProgress, program = join(import.meta.dirname, 'main.ts') }: StartOptions,
  settings: SupervisorSettings,
  timeoutMs: number,
): Promise<'started' | 'another-runs'> {
  const log = await inHome(home.paths.root, async () => openLog(home.paths.logs, 'supervisor'));
  const child = spawnDetached(program, home, settings, log);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    child.send(settings);
    return await followStart(child, log, signal, onProgress);
  } catch (error) {
    if (!signal.aborted) throw error;
    child.kill('SIGTERM');
    throw new DomainError(
      'precondition-failed',
      `The supervisor was not ready within ${timeoutMs / 1000} s.`,
    );
  } finally {
    closeLog(log);
    if (child.connected) child.disconnect();
    child.unref();
  }
}

/** Its own session: it survives our exit and the terminal's. The settings go over the channel, since they may hold secrets. */
function spawnDetached(
  program: string,
  home: Home,
  settings: SupervisorSettings,
  log: OpenLog,
): ChildProcess {
  const flags = [
    '--disable-warning=ExperimentalWarning',
    '--max-old-space-size=64',
    '--max-semi-space-size=1',
  ];
  return spawn(process.execPath, [...flags, program, home.paths.root], {
    cwd: home.paths.root,
    detached: true,
    env: pick(settings.variables, /^(PATH|HOME|NODE_COMPILE_CACHE|MALLOC_\w+|TZ)$/),
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
  });
}

function pick(variables: Readonly<Record<string, string>>, names: RegExp): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => names.test(name)));
}

async function followStart(
  child: ChildProcess,
  log: OpenLog,
  signal: AbortSignal,
  onProgress: ((message: string) => void) | undefined,
): Promise<'started' | 'another-runs'> {
  for await (const [value] of on(child, 'message', { signal, close: ['disconnect'] })) {
    const message = decodeStartMessage(value);
    if (message?.kind === 'progress') onProgress?.(message.message);
    if (message?.kind === 'ready') return 'started';
    if (message?.kind === 'failed' && message.failure.code === 'home-locked') return 'another-runs';
    if (message?.kind === 'failed') throw new DomainError(message.failure.code, message.failure.message);
  }
  throw new DomainError('precondition-failed', `The supervisor ended. Its last lines:\n${lastLines(log)}`);
}
