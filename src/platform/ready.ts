import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { decodeFields } from './decode.ts';
import { readFileIfPresent, writeFileAtomically } from './files.ts';
import type { HomePaths } from './home-paths.ts';

/** Tells the supervisor that this root process, known to it by this name, does its work now. */
export async function announceReady(home: HomePaths, name: string): Promise<void> {
  // What was loaded is all there is: kept now, a later kill -9 does not lose it for the next start.
  flushCompileCache();
  await writeFileAtomically(readyFile(home, name), `${JSON.stringify({ pid: process.pid })}\n`);
}

/** The process that announced itself last under this name. */
export async function readAnnouncedPid(home: HomePaths, name: string): Promise<number | undefined> {
  const pid = decodeFields((await readFileIfPresent(readyFile(home, name))) ?? '')?.pid;
  return typeof pid === 'number' ? pid : undefined;
}

export function readyFile(home: HomePaths, name: string): string {
  return join(home.run, `${name}.ready`);
}
