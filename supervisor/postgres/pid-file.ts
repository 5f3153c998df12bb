import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '#domain/errors.ts';
import { readFileIfPresent } from '#platform/files.ts';
import { findByFolder, readCommandLine, readProcess } from '#platform/process-table.ts';
import { endProcess, identifyProcess } from '#platform/processes.ts';
import { until } from '../readiness.ts';

export interface PidFile {
  readonly pid: number;
  readonly status: string;
}

/** PostgreSQL's own pid file: the first line is the postmaster's pid, the eighth its status. */
export async function readPidFile(dataFolder: string): Promise<PidFile | undefined> {
  const lines = (await readFileIfPresent(pathOf(dataFolder)))?.split('\n');
  const pid = Number(lines?.[0]);
  return Number.isSafeInteger(pid) && pid > 0 ? { pid, status: lines?.[7]?.trim() ?? '' } : undefined;
}

/**
 * Called when nobody that we know of runs on the folder. A postmaster of this very folder is ended. PostgreSQL refuses to
 * start while any process has the pid in the file, be it another program by now or a zombie that nobody reaps: then the
 * pid is replaced by one that cannot exist. The file itself stays: by its seventh line PostgreSQL finds backends that
 * outlived their postmaster, and to start beside those would ruin the data.
 */
export async function settlePidFile(dataFolder: string): Promise<void> {
  const pid = (await readPidFile(dataFolder))?.pid;
  if (pid === undefined || readProcess(pid) === undefined) return;
  const identity = identifyProcess(pid);
  if (identity !== undefined && readCommandLine(pid)?.includes(`-D ${dataFolder} `)) {
    await endProcess(identity, { signal: 'SIGINT', graceMs: 15_000 });
  }
  const path = pathOf(dataFolder);
  const lines = (await readFileIfPresent(path))?.split('\n');
  if (lines !== undefined) await writeFile(path, [impossiblePid, ...lines.slice(1)].join('\n'));
}

/**
 * Backends whose postmaster was killed end by themselves, within moments; until then PostgreSQL refuses to start. They
 * are known by their folder: their titles overwrite the variable that marks our processes.
 */
export async function untilBackendsAreGone(dataFolder: string, waitMs = 10_000): Promise<void> {
  const late = AbortSignal.timeout(waitMs);
  try {
    await until(async () => findByFolder('postgres', dataFolder).length === 0, late);
  } catch (error) {
    if (!late.aborted) throw error;
    const pids = findByFolder('postgres', dataFolder).join(', ');
    const detail = `PostgreSQL processes of an earlier run in ${dataFolder} do not end: ${pids}. End them, then start again.`;
    throw new DomainError('precondition-failed', detail);
  }
}

/** One more than Linux ever gives; macOS stays far below. */
const impossiblePid = 2 ** 22 + 1;

function pathOf(dataFolder: string): string {
  return join(dataFolder, 'postmaster.pid');
}
