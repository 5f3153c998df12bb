import type { CentralAssembly } from '#assembly/central.ts';
import type { Logger } from '#platform/logger.ts';
import { archiveClosed } from './archive-closed.ts';
import { ensureWatchers } from './ensure-watchers.ts';
import { settleLost } from './settle-lost.ts';

/** Pause between two rounds. What it does is never urgent: nothing that a person waits for depends on it. */
const intervalMilliseconds = 30_000;
/** Rounds between two prunings of the event log. */
const pruneEvery = 120;

/** Sweeps at start and from then on: archives closed tasks, settles lost operations, keeps monitors there. */
export function startSweeper(ports: CentralAssembly, logger: Logger): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let round = 0;
  const sweep = async (): Promise<void> => {
    await attempt('settle lost operations', () => settleLost(ports), logger);
    await attempt('keep monitors', () => ensureWatchers(ports), logger);
    await attempt('archive closed tasks', () => archiveClosed(ports), logger);
    if (round % pruneEvery === 0) await attempt('prune events', () => ports.events.prune(), logger);
    round += 1;
    if (!stopped) timer = setTimeout(() => (running = sweep()), intervalMilliseconds);
  };
  let running = sweep();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** A part that fails is tried again in the next round; the others go on. */
async function attempt(what: string, work: () => Promise<unknown>, logger: Logger): Promise<void> {
  try {
    await work();
  } catch (error) {
    logger.warn({ err: error }, `could not ${what}; the next round tries again`);
  }
}
