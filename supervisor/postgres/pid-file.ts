import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readFileIfPresent } from '#platform/files.ts';
import { readCommandLine } from '#platform/process-table.ts';
import { endProcess, identifyProcess } from '#platform/processes.ts';

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
 * Called when nobody that we know of runs on the folder. PostgreSQL refuses to start while any process has the pid in
 * the file; another program that has it by now is left alone, and a postmaster of this very folder is ended.
 */
export async function dropStalePidFile(dataFolder: string): Promise<void> {
  const file = await readPidFile(dataFolder);
  if (file === undefined) return;
  const identity = identifyProcess(file.pid);
  if (identity !== undefined && readCommandLine(file.pid)?.includes(`-D ${dataFolder} `)) {
    await endProcess(identity, { signal: 'SIGINT', graceMs: 15_000 });
  }
  await rm(pathOf(dataFolder), { force: true });
}

function pathOf(dataFolder: string): string {
  return join(dataFolder, 'postmaster.pid');
}
