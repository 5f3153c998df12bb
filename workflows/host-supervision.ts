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
}

/** Keeps the host's one watcher at work, and says when the host is away or back. Never ends by itself. */
export async function hostSupervision({ host, reachable, reports = 0 }: SupervisionInput): Promise<void> {
  const teller = createTeller(host, reachable, reports);
  setHandler(hostReportSignal, teller.take);
  const telling = new CancellationScope({ cancellable: true });
  const told = telling.run(() => teller.tellAll());
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
  await told.catch(() => undefined);
  await continueAsNew<typeof hostSupervision>({ host, ...teller.state() });
}

/** Tells changes only, one after the other. */
function createTeller(host: HostId, reachable: boolean | undefined, reports: number) {
  const queue: HostReport[] = [];
  let last = reachable;
  let count = reports;
  const tell = async (report: HostReport): Promise<void> => {
    if (report.reachable === last) return;
    last = report.reachable;
    count += 1;
    await central.reportHost({ host, report, key: `report/${count}` });
  };
  return {
    take: (report: HostReport): void => void queue.push(report),
    tellAll: async (): Promise<void> => {
      for (;;) {
        await condition(() => queue.length > 0);
        const report = queue.shift();
        if (report !== undefined) await tell(report);
      }
    },
    state: () => ({ reports: count, ...(last === undefined ? {} : { reachable: last }) }),
  };
}

function causeOf(error: unknown): string {
  return error instanceof ActivityFailure ? 'its watcher is away' : 'its watcher failed';
}
