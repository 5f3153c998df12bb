import { ActivityFailure, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { MonitorMove } from '#activities/central/contract.ts';
import type { HostActivities } from '#activities/host/contract.ts';
import { hostQueue } from '#contracts/queues.ts';
import type { BusyAnswer } from '#domain/busy.ts';
import type { ServiceId } from '#domain/ids.ts';

/** The activity asks for 3 s; the rest is for its secret, and for its place in a queue where steps are at work. */
const startToCloseTimeout = '5s';
const scheduleToCloseTimeout = '10s';

type Question = Extract<MonitorMove, { readonly do: 'ask' }>;

/** One question, without a second try: a host that cannot ask, or is of a release that does not know how, is no reason to wait. */
export async function askBusy(service: ServiceId, { host, probe }: Question): Promise<BusyAnswer> {
  const onHost = proxyActivities<HostActivities>({
    taskQueue: hostQueue(host),
    startToCloseTimeout,
    scheduleToCloseTimeout,
    retry: { maximumAttempts: 1 },
  });
  try {
    return await onHost.askBusy({ service, probe });
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
    return {};
  }
}
