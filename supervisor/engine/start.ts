import { type StdioOptions, spawn } from 'node:child_process';
import { fstatSync, mkdirSync, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DomainError } from '#domain/errors.ts';
import { exclusively } from '#platform/exclusive.ts';
import { readFileIfPresent } from '#platform/files.ts';
import { readProc } from '#platform/process-table.ts';
import { identifyProcess } from '#platform/processes.ts';
import { closeLog, lastLines, type OpenLog } from '../logs.ts';
import { until } from '../readiness.ts';
import { standardSocket } from './find.ts';
import { pingEngine } from './ping.ts';

export interface EnginePlace {
  readonly program: string;
  readonly socket: string;
  readonly pidFile: string;
  /** Of the containerd that dockerd keeps as its child. */
  readonly containerdPidFile: string;
  readonly logFile: string;
  readonly lockFile: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Where the distribution's engine lies, so that its own tools and scripts find it there too. */
export function standardPlace(variables: Readonly<Record<string, string>>): EnginePlace {
  return {
    program: 'dockerd',
    socket: standardSocket,
    pidFile: '/var/run/docker.pid',
    containerdPidFile: '/var/run/docker/containerd/containerd.pid',
    logFile: '/var/log/dockerd.log',
    lockFile: '/run/showrunner-engine.lock',
    variables,
  };
}

/** Starts the engine once: safe to call again, and from several processes at the same time. It outlives us. */
export async function startEngine(place: EnginePlace, timeoutMs = 60_000): Promise<void> {
  const options = { path: place.lockFile, waitMs: 2 * timeoutMs, code: 'engine-unreachable' } as const;
  await exclusively(options, async () => {
    if (await answers(place)) return;
    await settlePidFile(place);
    if (!(await answers(place))) await launch(place, timeoutMs);
  });
}

async function answers({ socket }: EnginePlace): Promise<boolean> {
  return (await pingEngine(`unix://${socket}`)).ok;
}

/**
 * dockerd refuses to start while the process in its pid file exists, whatever program that is by now, also as a
 * zombie. One that is just ending, or just starting, gets time; a file that names anything else is stale.
 */
async function settlePidFile(place: EnginePlace): Promise<void> {
  const signal = AbortSignal.timeout(dyingMs);
  try {
    await until(async () => !(await isEngineRunning(place)) || (await answers(place)), signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    const pid = (await readFileIfPresent(place.pidFile))?.trim();
    const detail = `A Docker engine runs as process ${pid} and does not answer on ${place.socket}. End it, or see its log.`;
    throw new DomainError('engine-unreachable', detail);
  }
  if (!(await isEngineRunning(place))) await rm(place.pidFile, { force: true });
  // dockerd waits in vain for a containerd that its pid file names and that is only a zombie, or another program by now.
  if (!(await runs(place.containerdPidFile, 'containerd')))
    await rm(place.containerdPidFile, { force: true });
}

const dyingMs = 15_000;

function isEngineRunning({ pidFile }: EnginePlace): Promise<boolean> {
  return runs(pidFile, 'dockerd');
}

/** Whether the process that the file names is alive, no zombie, and this program. */
async function runs(pidFile: string, program: string): Promise<boolean> {
  const pid = Number((await readFileIfPresent(pidFile))?.trim());
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  return identifyProcess(pid) !== undefined && readProc(`/proc/${pid}/comm`)?.startsWith(program) === true;
}

async function launch(place: EnginePlace, timeoutMs: number): Promise<void> {
  const log = openEngineLog(place);
  // A session of its own: it survives our exit and the terminal's.
  const stdio: StdioOptions = ['ignore', log.fd, log.fd];
  const child = spawn(place.program, [], { detached: true, env: { ...place.variables }, stdio });
  closeLog(log);
  child.unref();
  const ended = Promise.withResolvers<string>();
  child.once('exit', (code) => ended.resolve(`it ended with code ${code}`));
  child.once('error', (error) => ended.resolve(error.message));
  const over = new AbortController();
  const late = AbortSignal.timeout(timeoutMs);
  try {
    const up = until(() => answers(place), AbortSignal.any([over.signal, late]));
    const reason = await Promise.race([up, ended.promise]);
    if (reason !== undefined) throw didNotStart(reason, log);
  } catch (error) {
    throw late.aborted ? didNotStart(`no answer within ${timeoutMs / 1000} s`, log) : error;
  } finally {
    over.abort();
  }
}

function openEngineLog({ logFile }: EnginePlace): OpenLog {
  mkdirSync(dirname(logFile), { recursive: true });
  const fd = openSync(logFile, 'a');
  return { fd, path: logFile, start: fstatSync(fd).size };
}

function didNotStart(reason: string, log: OpenLog): DomainError {
  const detail = `The Docker engine did not start: ${reason}. Its last lines:\n${lastLines(log)}`;
  return new DomainError('engine-unreachable', detail);
}
