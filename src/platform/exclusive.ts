import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { DomainError, type ErrorCode } from '#domain/errors.ts';

export interface ExclusiveOptions {
  readonly path: string;
  /** How long to wait for another process that is inside. */
  readonly waitMs: number;
  /** The error when it does not come out. */
  readonly code: ErrorCode;
}

/**
 * Runs `work` while no other process does so under the same file. The lock is the kernel's (SQLite's exclusive lock on
 * an empty database): it is gone with the process that held it, however that died. Node itself offers no file lock.
 */
export async function exclusively<Result>(
  { path, waitMs, code }: ExclusiveOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  const database = new DatabaseSync(path);
  try {
    const deadline = performance.now() + waitMs;
    while (!tryLock(database)) {
      if (performance.now() >= deadline)
        throw new DomainError(code, `Another process holds ${path} and does not let go.`);
      await delay(25);
    }
    return await work();
  } finally {
    database.close();
  }
}

function tryLock(database: DatabaseSync): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) return false;
    throw error;
  }
}

const sqliteBusy = 5;
