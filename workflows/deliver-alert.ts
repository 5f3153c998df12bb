import {
  ActivityFailure,
  condition,
  continueAsNew,
  defineSignal,
  isCancellation,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { CentralActivities } from '#activities/central/contract.ts';
import {
  type DeliveryRoute,
  longestRetryMilliseconds,
  type NextDelivery,
  wakeSignalName,
} from '#contracts/alerts.ts';
import { centralQueue } from '#contracts/queues.ts';

export const wakeSignal = defineSignal(wakeSignalName);

const longestHistory = 400;
/** Before a route is looked at again that could not be looked at for two days, or not without a fault. */
const pause = 300_000;

/**
 * Tells one sink of one service's alerts, one message after the other. What is due is kept in Postgres, so this run can be lost, woken
 * once too often or begun anew at any time. It ends when nothing is due.
 */
export async function deliverAlert(route: DeliveryRoute): Promise<void> {
  let woken = false;
  setHandler(wakeSignal, () => {
    woken = true;
  });
  for (;;) {
    woken = false;
    const posted = await post(route);
    if (posted.next === 'end' && !woken) return;
    if (posted.next === 'repeat') await condition(() => woken, posted.afterMilliseconds);
    if (workflowInfo().historyLength >= longestHistory) await continueAsNew<typeof deliverAlert>(route);
  }
}

async function post(route: DeliveryRoute): Promise<NextDelivery> {
  const { postAlert } = proxyActivities<Pick<CentralActivities, 'postAlert'>>({
    taskQueue: centralQueue,
    startToCloseTimeout: '30s',
    // Longer than the activity itself keeps on trying.
    scheduleToCloseTimeout: '48h',
    heartbeatTimeout: '10s',
    retry: {
      initialInterval: '1s',
      backoffCoefficient: 2,
      maximumInterval: longestRetryMilliseconds[route.sink],
    },
  });
  try {
    return await postAlert(route);
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    return { next: 'repeat', afterMilliseconds: pause };
  }
}
