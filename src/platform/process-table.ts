import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { hasCode } from './files.ts';

/**
 * The system's table of processes: `/proc` on Linux, `ps` elsewhere. Reading is synchronous on purpose: /proc never
 * waits for a disk, and an answer about a process should not be older than the decision that it leads to.
 */
export interface ProcessEntry {
  readonly parent: number;
  readonly zombie: boolean;
  /** Differs between two processes that have the same pid one after the other. */
  readonly startMark: string;
}

export function readProcess(pid: number): ProcessEntry | undefined {
  return process.platform === 'linux' ? readFromProc(pid) : readFromPs(pid);
}

/** The parent of every process. */
export function readParents(): ReadonlyMap<number, number> {
  if (process.platform !== 'linux') return readParentsFromPs();
  const entries = listPids().map((pid) => [pid, readStat(pid)?.[1]] as const);
  return new Map(entries.flatMap(([pid, parent]) => (parent === undefined ? [] : [[pid, Number(parent)]])));
}

/** Every process below this one. */
export function descendants(pid: number, parents = readParents()): readonly number[] {
  const children = [...parents].filter(([, parent]) => parent === pid).map(([child]) => child);
  return children.flatMap((child) => [child, ...descendants(child, parents)]);
}

export interface MarkedProcess {
  readonly pid: number;
  readonly value: string;
}

/** Processes that were started with this variable, as far as this user may see them; none where there is no /proc. */
export function findByVariable(name: string): readonly MarkedProcess[] {
  if (process.platform !== 'linux') return [];
  const prefix = `${name}=`;
  return listPids().flatMap((pid) => {
    const line = readProc(`/proc/${pid}/environ`)
      ?.split('\0')
      .find((entry) => entry.startsWith(prefix));
    return line === undefined ? [] : [{ pid, value: line.slice(prefix.length) }];
  });
}

/** Programs of this name that work in this folder, as far as this user may see them; none where there is no /proc. */
export function findByFolder(program: string, folder: string): readonly number[] {
  if (process.platform !== 'linux') return [];
  return listPids().filter(
    (pid) => readProc(`/proc/${pid}/comm`)?.trim() === program && readWorkingFolder(pid) === folder,
  );
}

/** The command line of a process; nothing when it is gone, or where there is no /proc. */
export function readCommandLine(pid: number): string | undefined {
  return readProc(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim();
}

/** A file below /proc. A process that ends while it is being read answers ESRCH, one of another user EACCES. */
export function readProc(path: string): string | undefined {
  return readOfProcess(() => readFileSync(path, 'utf8'));
}

function readWorkingFolder(pid: number): string | undefined {
  return readOfProcess(() => readlinkSync(`/proc/${pid}/cwd`));
}

function readOfProcess(read: () => string): string | undefined {
  try {
    return read();
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) return undefined;
    throw error;
  }
}

export function ps(...args: readonly string[]): string {
  const { stdout, error } = spawnSync('ps', args, {
    encoding: 'utf8',
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
  });
  if (error !== undefined) throw error;
  return stdout.trim();
}

/** The boot's id belongs to the mark: after a reboot another process may have the same pid and the same tick. */
function readFromProc(pid: number): ProcessEntry | undefined {
  const stat = readStat(pid);
  if (stat === undefined) return undefined;
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return {
    parent: Number(stat[1]),
    zombie: stat[0] === 'Z' || stat[0] === 'X',
    startMark: `${stat[19]}@${boot}`,
  };
}

/** Fields of /proc/<pid>/stat from the state on; the program's name before it may hold spaces and brackets. */
function readStat(pid: number): readonly string[] | undefined {
  const text = readProc(`/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}

function listPids(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function readFromPs(pid: number): ProcessEntry | undefined {
  const [parent, state, ...started] = ps('-o', 'ppid=,stat=,lstart=', '-p', String(pid)).split(/\s+/);
  if (parent === undefined || state === undefined) return undefined;
  return { parent: Number(parent), zombie: state.startsWith('Z'), startMark: started.join(' ') };
}

function readParentsFromPs(): ReadonlyMap<number, number> {
  const lines = ps('-A', '-o', 'pid=,ppid=').split('\n');
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  return new Map(pairs.map(([pid = 0, parent = 0]) => [pid, parent]));
}
