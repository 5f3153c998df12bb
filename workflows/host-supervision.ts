import {
  ActivityFailure,
  CancellationScope,
  condition,
  continueAsNew,
  defineSignal,
  isCancellation,
  proxyActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { WatchActivities } from '#activities/host/contract.ts';
import { type HostReport, hostReportSignalName } from '#contracts/messages.ts';
import { hostWatchQueue } from '#contracts/queues.ts';
import type { HostId } from '#domain/ids.ts';
import { central } from './activity-proxies.ts';

export const hostReportSignal = defineSignal<[HostReport]>(hostReportSignalName);

const longestHistory = 400;
/** Pause before a lost watcher is sent out again. */
const pause = '2s';

export interface SupervisionInput {
  readonly host: HostId;
  /** What was last told of the host; undefined before the first word. */
  readonly reachable?: boolean;
  readonly reports?: number;
  /** The newest word that the generation before could not tell any more. */
  readonly waiting?: readonly HostReport[];
}

/** Keeps the host's one watcher at work, and says when the host is away or back. Never ends by itself. */
export async function hostSupervision(input: SupervisionInput): Promise<void> {
  const { host } = input;
  const teller = createTeller(input);
  setHandler(hostReportSignal, teller.take);
  const telling = new CancellationScope({ cancellable: true });
  const told = telling.run(() => teller.tellAll()).catch(ignoreCancellation);
  const watcher = proxyActivities<WatchActivities>({
    taskQueue: hostWatchQueue(host),
    startToCloseTimeout: '24h',
    heartbeatTimeout: '10s',
    // Nobody polls the host's queue: its worker is away.
    scheduleToStartTimeout: '20s',
    retry: { maximumAttempts: 1 },
  });
  while (workflowInfo().historyLength < longestHistory) {
    try {
      await watcher.watchHost(host);
    } catch (error) {
      if (isCancellation(error)) throw error;
      teller.take({ at: new Date().toISOString(), reachable: false, cause: causeOf(error) });
    }
    await sleep(pause);
  }
  telling.cancel();
  await told;
  await continueAsNew<typeof hostSupervision>({ host, ...teller.state() });
}

/** Tells changes only, one after the other. A word leaves the queue once it is told, so that a new generation tells it if need be. */
function createTeller({ host, reachable, reports = 0, waiting = [] }: SupervisionInput) {
  const queue: HostReport[] = [...waiting];
  let last = reachable;
  let count = reports;
  const tell = async (report: HostReport): Promise<void> => {
    if (report.reachable === last) return;
    count += 1;
    try {
      await central.reportHost({ host, report, key: `report/${count}` });
      last = report.reachable;
    } catch (error) {
      if (isCancellation(error)) throw error;
      // It could not be told for hours: whatever comes next is news.
      last = undefined;
    }
  };
  return {
    take: (report: HostReport): void => void queue.push(report),
    tellAll: async (): Promise<void> => {
      for (;;) {
        await condition(() => queue.length > 0);
        const [report] = queue;
        if (report !== undefined) await tell(report);
        queue.shift();
      }
    },
    state: () => ({
      reports: count,
      waiting: queue.slice(-1),
      ...(last === undefined ? {} : { reachable: last }),
    }),
  };
}

function ignoreCancellation(error: unknown): void {
  if (!isCancellation(error)) throw error;
}

function causeOf(error: unknown): string {
  return error instanceof ActivityFailure ? 'its watcher is away' : 'its watcher failed';
}
