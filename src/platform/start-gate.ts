import { rmSync, watch, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hasCode } from './files.ts';
import type { HomePaths } from './home-paths.ts';

/**
 * A root process is started before those that it needs, so that its modules are loaded by the time they are ready. It works only once
 * its gate is open: a file in `run/`. The gate stays open, so that a root that is started again passes at once.
 */
export function gateFile(home: HomePaths, name: string): string {
  return join(home.run, `${name}.go`);
}

export function closeGate(path: string): void {
  rmSync(path, { force: true });
}

export function openGate(path: string): void {
  writeFileSync(path, '', { mode: 0o600 });
}

/** Longer than the supervisor waits for any process to be ready; afterwards there is nobody who would open it. */
const longestMs = 180_000;

/** Resolves when the gate is open; at once where there is none. The folder is watched; a look every 500 ms covers a lost event. */
export async function untilGateOpens(path: string | undefined, waitMs = longestMs): Promise<void> {
  if (path === undefined) return;
  const signal = AbortSignal.timeout(waitMs);
  let changed = Promise.withResolvers<void>();
  const watcher = watch(dirname(path), { persistent: false }, () => changed.resolve());
  try {
    while (!(await isThere(path))) {
      await Promise.race([changed.promise, delay(500, undefined, { signal })]);
      changed = Promise.withResolvers<void>();
    }
  } finally {
    watcher.close();
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}
