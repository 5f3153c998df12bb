import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Home } from '#platform/home.ts';
import { readAnnouncedPid, readyFile } from '#platform/ready.ts';

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
const readyWithinMilliseconds = 60_000;

export async function startRoot(options: RootOptions): Promise<RootProcess> {
  let child = await launch(options);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(late);
  };
  return {
    name: options.name,
    get pid() {
      return child.pid ?? -1;
    },
    kill: () => end('SIGKILL'),
    restart: async () => {
      await end('SIGKILL');
      child = await launch(options);
    },
    stop: () => end('SIGTERM'),
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
  else await untilReady(child, options);
  return child;
}

async function untilDone(child: ChildProcess, options: RootOptions): Promise<void> {
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${options.name} ended with ${code}:\n${await tail(options)}`);
}

async function untilReady(child: ChildProcess, options: RootOptions): Promise<void> {
  const { name, home, ready = async (pid) => (await readAnnouncedPid(home.paths, name)) === pid } = options;
  const end = Date.now() + readyWithinMilliseconds;
  while (Date.now() < end && child.exitCode === null) {
    if (await ready(child.pid ?? -1)) return;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  child.kill('SIGKILL');
  throw new Error(`${name} did not come up:\n${await tail(options)}`);
}

async function tail(options: RootOptions): Promise<string> {
  return (await readFile(logFile(options), 'utf8')).split('\n').slice(-25).join('\n');
}

function logFile({ home, name }: RootOptions): string {
  return join(home.paths.logs, `${name}.log`);
}
