import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Home } from '#platform/home.ts';
import { readAnnouncedPid, readyFile } from '#platform/ready.ts';
import { end, untilReady } from '#test/support/processes/programs.ts';

/** One root of the control plane, run as a process of its own so that it can be killed. */
export interface RootProcess {
  readonly name: string;
  readonly pid: number;
  /** SIGKILL, as a crash would. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** SIGTERM, then SIGKILL after ten seconds. */
  stop(): Promise<void>;
  log(): Promise<string>;
}

export interface RootOptions {
  readonly name: string;
  readonly script: string;
  readonly home: Home;
  readonly variables: Readonly<Record<string, string>>;
  /** Resolves when it does its work; by default when it has announced itself. */
  readonly ready?: (pid: number) => Promise<boolean>;
  /** A one-shot is ready when it has ended well. */
  readonly oneShot?: boolean;
}

const repository = join(import.meta.dirname, '..', '..', '..');
const readyWithinSeconds = 60;

export async function startRoot(options: RootOptions): Promise<RootProcess> {
  let child = await launch(options);
  return {
    name: options.name,
    get pid() {
      return child.pid ?? -1;
    },
    kill: () => end(child),
    restart: async () => {
      await end(child);
      child = await launch(options);
    },
    stop: () => end(child, 'SIGTERM'),
    log: () => readFile(logFile(options), 'utf8'),
  };
}

async function launch(options: RootOptions): Promise<ChildProcess> {
  const { name, script, home, variables } = options;
  await rm(readyFile(home.paths, name), { force: true });
  const log = openSync(logFile(options), 'a');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(repository, script)], {
    env: variables,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  if (options.oneShot === true) await untilDone(child, options);
  else await untilAnnounced(child, options);
  return child;
}

async function untilDone(child: ChildProcess, options: RootOptions): Promise<void> {
  const limit = AbortSignal.timeout(readyWithinSeconds * 1000);
  const [code] = await once(child, 'exit', { signal: limit }).finally(() => end(child));
  if (code !== 0) throw new Error(`${options.name} ended with ${code}:\n${await tail(options)}`);
}

async function untilAnnounced(child: ChildProcess, options: RootOptions): Promise<void> {
  const { name, home, ready = async (pid) => (await readAnnouncedPid(home.paths, name)) === pid } = options;
  await untilReady(child, {
    what: name,
    isReady: () => ready(child.pid ?? -1),
    said: () => tail(options),
    seconds: readyWithinSeconds,
  });
}

async function tail(options: RootOptions): Promise<string> {
  return (await readFile(logFile(options), 'utf8')).split('\n').slice(-25).join('\n');
}

function logFile({ home, name }: RootOptions): string {
  return join(home.paths.logs, `${name}.log`);
}
