import { DomainError, isDomainError } from '#domain/errors.ts';
import type { Home } from '#platform/home.ts';
import { endProcess, isGoneWithin } from '#platform/processes.ts';
import { askSupervisor } from './control-client.ts';
import { holdHome } from './control-server.ts';
import { livingProcesses, type RecordedProcess, readRecord, removeRecord } from './record.ts';
import { endStrays } from './strays.ts';

export interface StopOptions {
  /** For all children together; each has a bound of its own. */
  readonly timeoutMs?: number;
}

/**
 * Stops the home's supervisor and all that it keeps. Without one, what a dead supervisor left running is ended; one that
 * does not answer is ended by force first. False when nothing ran.
 */
export async function stopSupervisor(home: Home, { timeoutMs = 60_000 }: StopOptions = {}): Promise<boolean> {
  const { supervisor } = readRecord(home.paths);
  const asked = await askToStop(home, timeoutMs);
  if (asked !== 'nobody' && supervisor !== undefined && !(await isGoneWithin(supervisor, 5000))) {
    await endProcess(supervisor, { graceMs: 1000 });
  }
  const left = await endLeftovers(home);
  return asked !== 'nobody' || left > 0;
}

async function askToStop(home: Home, timeoutMs: number): Promise<'stopped' | 'silent' | 'nobody'> {
  try {
    const reply = await askSupervisor(home.paths, { command: 'stop' }, timeoutMs);
    return reply === undefined ? 'nobody' : 'stopped';
  } catch (error) {
    if (isDomainError(error)) return 'silent';
    throw error;
  }
}

/** Under the home's lock, so that no supervisor starts meanwhile and adopts what is being ended. */
async function endLeftovers(home: Home): Promise<number> {
  const hold = await holdHome(home);
  hold.answer(async () => {
    throw new DomainError('home-locked', `What a dead supervisor left on ${home.paths.root} is being ended.`);
  });
  try {
    const living = [...livingProcesses(readRecord(home.paths)).values()];
    for (const recorded of living.toReversed()) await end(recorded);
    const strays = await endStrays(home.id, new Set());
    removeRecord(home.paths);
    return living.length + strays.length;
  } finally {
    await hold.release();
  }
}

async function end(recorded: RecordedProcess): Promise<void> {
  await endProcess(recorded, recorded.stop);
}
