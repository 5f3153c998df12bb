import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type EndOptions,
  endProcess,
  identifyProcess,
  isAlive,
  type ProcessIdentity,
} from '#platform/processes.ts';
import type { Command } from './contract.ts';

export interface RunningProcess extends ProcessIdentity {
  readonly startedAt: string;
  readonly adopted: boolean;
  /** Resolves when it is gone, with how it went: `exit code 1`, `signal SIGKILL`. */
  readonly ended: Promise<string>;
}

/** Starts a process whose output goes straight into a file, so that it outlives the supervisor without a broken pipe. */
export async function spawnProcess(command: Command, logFd: number): Promise<RunningProcess> {
  const child = spawn(command.file, command.args, {
    cwd: command.cwd,
    env: { ...command.variables },
    stdio: ['ignore', logFd, logFd],
    ...command.user,
  });
  const ended = Promise.withResolvers<string>();
  child.once('exit', (code, signal) =>
    ended.resolve(signal === null ? `exit code ${code}` : `signal ${signal}`),
  );
  if (child.pid === undefined) {
    const [error] = await once(child, 'error');
    throw error;
  }
  const startMark = identifyProcess(child.pid)?.startMark ?? 'already ended';
  return {
    pid: child.pid,
    startMark,
    startedAt: new Date().toISOString(),
    adopted: false,
    ended: ended.promise,
  };
}

/** Watches a process that an earlier supervisor started. The system sends no event for it: it is looked at each second. */
export function adoptProcess(identity: ProcessIdentity, startedAt: string): RunningProcess {
  const ended = Promise.withResolvers<string>();
  const timer = setInterval(() => {
    if (isAlive(identity)) return;
    clearInterval(timer);
    ended.resolve('unknown, since an earlier supervisor started it');
  }, 1000);
  return { ...identity, startedAt, adopted: true, ended: ended.promise };
}

/** Asks, waits for the end, then kills. */
export async function endRunning(running: RunningProcess, options: EndOptions): Promise<void> {
  if (running.adopted) {
    await endProcess(running, options);
    return;
  }
  signalOwn(running, options.signal ?? 'SIGTERM');
  const gone = await Promise.race([running.ended, delay(options.graceMs, 'late' as const, { ref: false })]);
  if (gone !== 'late') return;
  signalOwn(running, 'SIGKILL');
  await running.ended;
}

function signalOwn(running: RunningProcess, signal: NodeJS.Signals): void {
  if (isAlive(running)) process.kill(running.pid, signal);
}
