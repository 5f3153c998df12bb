import { setTimeout as delay } from 'node:timers/promises';
import { hasCode } from './files.ts';
import { readProcess } from './process-table.ts';

/** A process for good: a pid alone is given to another program sooner or later. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Says when it started, in the system's own terms; to be compared, not read. */
  readonly startMark: string;
}

/** Who runs under this pid now; nothing when nobody does, or only a zombie. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const entry = readProcess(pid);
  return entry === undefined || entry.zombie ? undefined : { pid, startMark: entry.startMark };
}

export function isAlive(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.startMark === identity.startMark;
}

export interface EndOptions {
  readonly signal?: NodeJS.Signals;
  /** How long it may take to end by itself before SIGKILL. */
  readonly graceMs: number;
}

/** Ends this very process, never another one under its pid: asks, waits, then kills. */
export async function endProcess(
  identity: ProcessIdentity,
  { signal = 'SIGTERM', graceMs }: EndOptions,
): Promise<'gone' | 'ended' | 'killed'> {
  if (!sendSignal(identity, signal)) return 'gone';
  if (await isGoneWithin(identity, graceMs)) return 'ended';
  sendSignal(identity, 'SIGKILL');
  if (await isGoneWithin(identity, killMs)) return 'killed';
  throw new Error(`Process ${identity.pid} does not end, not even by SIGKILL.`);
}

/** Waits until the process is gone. There is no event for a process that is not our child, so it looks every 20 ms. */
export async function isGoneWithin(identity: ProcessIdentity, ms: number): Promise<boolean> {
  const deadline = performance.now() + ms;
  while (isAlive(identity)) {
    if (performance.now() >= deadline) return false;
    await delay(20);
  }
  return true;
}

const killMs = 5000;

function sendSignal(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isAlive(identity)) return false;
  try {
    return process.kill(identity.pid, signal);
  } catch (error) {
    if (hasCode(error, 'ESRCH')) return false;
    throw error;
  }
}
