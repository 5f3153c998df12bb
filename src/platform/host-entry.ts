import { watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { decodeFields, isText, isWholeNumber } from './decode.ts';
import { readFileIfPresent, writeFileAtomically } from './files.ts';
import type { HomePaths } from './home-paths.ts';

/** What became of a joined host's last try to be let in. `waiting`: nobody answered. */
export interface HostEntry {
  /** The worker process that tried. */
  readonly pid: number;
  readonly at: string;
  readonly outcome: 'entered' | 'waiting' | 'refused';
  /** Why it is not in; empty where it is. */
  readonly reason: string;
}

export function tellEntry(paths: HomePaths, outcome: HostEntry['outcome'], reason: string): Promise<void> {
  const entry: HostEntry = { pid: process.pid, at: new Date().toISOString(), outcome, reason };
  return writeFileAtomically(entryFile(paths), `${JSON.stringify(entry)}\n`);
}

/** Told by this process; nothing where it has told nothing yet. */
export async function readEntry(paths: HomePaths, pid: number | undefined): Promise<HostEntry | undefined> {
  const fields = decodeFields((await readFileIfPresent(entryFile(paths))) ?? '') ?? {};
  const { at, outcome, reason } = fields;
  const isKnown = outcome === 'entered' || outcome === 'waiting' || outcome === 'refused';
  if (!isKnown || !isText(at) || !isText(reason)) return undefined;
  return isWholeNumber(fields.pid) && fields.pid === pid ? { pid, at, outcome, reason } : undefined;
}

/** Waits until the process is in or refused; after the time, what is known then. */
export async function untilEntered(
  paths: HomePaths,
  pid: number | undefined,
  milliseconds: number,
): Promise<HostEntry | undefined> {
  let changed = Promise.withResolvers<void>();
  const given = new AbortController();
  const late = delay(milliseconds, undefined, { signal: given.signal }).catch(() => undefined);
  const deadline = performance.now() + milliseconds;
  const watcher = watch(paths.run, { persistent: false }, () => changed.resolve());
  try {
    for (;;) {
      const entry = await readEntry(paths, pid);
      const isSettled = entry !== undefined && entry.outcome !== 'waiting';
      if (isSettled || performance.now() >= deadline) return entry;
      await Promise.race([changed.promise, late]);
      changed = Promise.withResolvers();
    }
  } finally {
    watcher.close();
    given.abort();
  }
}

function entryFile({ run }: HomePaths): string {
  return join(run, 'host.entry');
}
