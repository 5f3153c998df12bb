import { ensureAlerts } from '#activities/central/ensure-alerts.ts';
import type { CentralAssembly } from '#assembly/central.ts';
import type { Logger } from '#platform/logger.ts';
import { archiveClosed } from './archive-closed.ts';
import { compareHosts } from './compare-hosts.ts';
import { dropForgotten } from './drop-forgotten.ts';
import { ensureWatchers, type Tally } from './ensure-watchers.ts';
import { settleLost } from './settle-lost.ts';

/** Pause between two rounds. What it does is never urgent: nothing that a person waits for depends on it. */
const intervalMilliseconds = 30_000;
/** Every so many rounds, and in the first: the event log is pruned, and the whole list of runs is compared with the archive. */
const thoroughEvery = 120;
/**
 * Every so many rounds each monitor is asked for, whatever their count says: as many may have been lost as were begun. The calls would
 * be most of what an idle control plane does.
 */
const monitorsEvery = 10;

/** Sweeps at start and from then on: archives closed tasks, settles lost operations, keeps monitors there. */
export function startSweeper(ports: CentralAssembly, logger: Logger): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let round = 0;
  let tally: Tally | undefined;
  const watch = async (everyMonitor: boolean): Promise<void> => {
    const before = everyMonitor ? undefined : tally;
    // After a round that failed every monitor is asked for.
    tally = undefined;
    tally = await ensureWatchers(ports, before);
  };
  const sweep = async (): Promise<void> => {
    const thorough = round % thoroughEvery === 0;
    const everyMonitor = round % monitorsEvery === 0;
    for (const [what, work] of partsOf(ports, thorough, () => watch(everyMonitor))) {
      // In an outage each part takes its time to fail, and a worker that stops has little.
      if (!stopped) await attempt(what, work, logger);
    }
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

type Part = readonly [what: string, work: () => Promise<unknown>];

function partsOf(ports: CentralAssembly, thorough: boolean, watch: () => Promise<void>): readonly Part[] {
  const parts: readonly Part[] = [
    ['settle lost operations', () => settleLost(ports)],
    ['drop forgotten claims', () => dropForgotten(ports)],
    ['keep monitors', watch],
    ['keep alerts told', () => ensureAlerts(ports)],
    ['archive closed tasks', () => archiveClosed(ports, { thorough })],
  ];
  return thorough
    ? [
        ...parts,
        ['compare hosts', () => compareHosts(ports)],
        ['prune events', () => ports.events.prune()],
        ['prune alerts', () => ports.alerts.prune()],
      ]
    : parts;
}

/** A part that fails is tried again in the next round; the others go on. */
async function attempt(what: string, work: () => Promise<unknown>, logger: Logger): Promise<void> {
  try {
    await work();
  } catch (error) {
    logger.warn({ err: error }, `could not ${what}; the next round tries again`);
  }
}
