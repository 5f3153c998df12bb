import { readFile, writeFile } from 'node:fs/promises';
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
 * Called when nobody that we know of runs on the folder. A postmaster of this very folder is ended. PostgreSQL refuses to
 * start while any process has the pid in the file: where that is another program by now, the pid is replaced by one that
 * cannot exist. The file itself stays: by its seventh line PostgreSQL finds backends that outlived their postmaster, and
 * to start beside those would ruin the data.
 */
export async function settlePidFile(dataFolder: string): Promise<void> {
  const file = await readPidFile(dataFolder);
  const identity = file === undefined ? undefined : identifyProcess(file.pid);
  if (identity === undefined) return;
  if (readCommandLine(identity.pid)?.includes(`-D ${dataFolder} `)) {
    await endProcess(identity, { signal: 'SIGINT', graceMs: 15_000 });
    return;
  }
  const path = pathOf(dataFolder);
  const lines = (await readFile(path, 'utf8')).split('\n');
  await writeFile(path, [impossiblePid, ...lines.slice(1)].join('\n'));
}

/** One more than Linux ever gives; macOS stays far below. */
const impossiblePid = 2 ** 22 + 1;

function pathOf(dataFolder: string): string {
  return join(dataFolder, 'postmaster.pid');
}
