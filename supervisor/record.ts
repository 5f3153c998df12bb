import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeFields, type Fields, isFields, isText, isWholeNumber } from '#platform/decode.ts';
import { hasCode } from '#platform/files.ts';
import type { HomePaths } from '#platform/home-paths.ts';
import { type EndOptions, identifyProcess, isAlive, type ProcessIdentity } from '#platform/processes.ts';

export interface RecordedProcess extends ProcessIdentity {
  readonly startedAt: string;
  readonly stop: EndOptions;
}

/** Who runs for this home: enough for the next supervisor to adopt or end them. */
export interface SupervisorRecord {
  readonly supervisor?: ProcessIdentity;
  /** In the order of their start. */
  readonly processes: Readonly<Record<string, RecordedProcess>>;
}

export function recordFile(paths: HomePaths): string {
  return join(paths.run, 'supervisor.json');
}

/**
 * Written at once after a process starts, hence synchronously; without fsync, since a power cut ends the processes too.
 */
export function writeRecord(paths: HomePaths, processes: SupervisorRecord['processes']): void {
  const file = recordFile(paths);
  const record: SupervisorRecord = { ...thisProcess(), processes };
  writeFileSync(`${file}.new`, JSON.stringify(record), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Once nothing runs any more. */
export function removeRecord(paths: HomePaths): void {
  rmSync(recordFile(paths), { force: true });
}

/** An absent or damaged record is an empty one: its processes are found again by the variable that marks them. */
export function readRecord(paths: HomePaths): SupervisorRecord {
  const fields = decodeFields(readText(recordFile(paths)) ?? '');
  if (fields === undefined) return { processes: {} };
  const supervisor = decodeIdentity(fields.supervisor);
  const entries = isFields(fields.processes) ? Object.entries(fields.processes) : [];
  const processes = entries.flatMap(([name, value]) => {
    const decoded = decodeProcess(value);
    return decoded === undefined ? [] : [[name, decoded] as const];
  });
  return { ...(supervisor === undefined ? {} : { supervisor }), processes: Object.fromEntries(processes) };
}

/** Those of them that still run; a pid that another program has now is not one of them. */
export function livingProcesses(record: SupervisorRecord): ReadonlyMap<string, RecordedProcess> {
  return new Map(Object.entries(record.processes).filter(([, recorded]) => isAlive(recorded)));
}

function thisProcess(): Pick<SupervisorRecord, 'supervisor'> {
  const supervisor = identifyProcess(process.pid);
  return supervisor === undefined ? {} : { supervisor };
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function decodeProcess(value: unknown): RecordedProcess | undefined {
  const identity = decodeIdentity(value);
  if (identity === undefined || !isFields(value) || !isText(value.startedAt) || !isFields(value.stop))
    return undefined;
  return { ...identity, startedAt: value.startedAt, stop: decodeStop(value.stop) };
}

function decodeIdentity(value: unknown): ProcessIdentity | undefined {
  if (!isFields(value) || !isWholeNumber(value.pid) || !isText(value.startMark)) return undefined;
  return { pid: value.pid, startMark: value.startMark };
}

function decodeStop(value: Fields): EndOptions {
  const graceMs = isWholeNumber(value.graceMs) ? value.graceMs : 5000;
  return value.signal === 'SIGINT' ? { signal: 'SIGINT', graceMs } : { graceMs };
}
