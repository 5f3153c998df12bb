import { closeSync, copyFileSync, openSync, readSync, renameSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode } from '#platform/files.ts';

const largest = 5_000_000;

export interface OpenLog {
  readonly fd: number;
  readonly path: string;
  /** Where this run's lines begin. */
  readonly start: number;
}

/** Opens a process's log for appending. A large one becomes `<name>.log.1` first, which replaces the one before. */
export function openLog(folder: string, name: string): OpenLog {
  const path = join(folder, `${name}.log`);
  if (sizeOf(path) > largest) renameSync(path, `${path}.1`);
  return { fd: openSync(path, 'a', 0o600), path, start: sizeOf(path) };
}

export function closeLog(log: OpenLog): void {
  closeSync(log.fd);
}

/** Bounds a log that is being written: the process appends, so it goes on at the start of the emptied file. */
export function trimLog(folder: string, name: string): void {
  const path = join(folder, `${name}.log`);
  if (sizeOf(path) <= largest) return;
  copyFileSync(path, `${path}.1`);
  truncateSync(path);
}

/** The last lines of what was written since `start`. */
export function lastLines({ path, start }: Pick<OpenLog, 'path' | 'start'>, count = 20): string {
  const end = sizeOf(path);
  if (end === 0) return '';
  const from = Math.max(end < start ? 0 : start, end - 16_384);
  const buffer = Buffer.alloc(end - from);
  const fd = openSync(path, 'r');
  try {
    readSync(fd, buffer, 0, buffer.length, from);
  } finally {
    closeSync(fd);
  }
  return buffer.toString('utf8').trimEnd().split('\n').slice(-count).join('\n');
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 0;
    throw error;
  }
}
