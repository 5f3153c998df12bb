import { proxyActivities } from '@temporalio/workflow';
import type { CentralActivities } from '#activities/central/contract.ts';
import type { HostActivities } from '#activities/host/contract.ts';
import { centralQueue, hostQueue } from '#contracts/queues.ts';
import type { HostId } from '#domain/ids.ts';
import { retry } from './plan/step-policies.ts';

/** All activities heartbeat every second, so a dead worker costs seconds. */
const heartbeatTimeout = '10s';

/** Short work on what the control plane keeps; outages are waited out for hours, visibly. */
export const central = proxyActivities<Omit<CentralActivities, 'awaitService'>>({
  taskQueue: centralQueue,
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout: '6h',
  heartbeatTimeout,
  retry,
});

/** Waits for another run; heartbeats, because it may take as long as that run. */
export const waiting = proxyActivities<Pick<CentralActivities, 'awaitService'>>({
  taskQueue: centralQueue,
  startToCloseTimeout: '6h',
  heartbeatTimeout,
  retry,
});

/** Looking at a host. A host that is away is waited for, six hours where nothing else is said. */
export function onHost(host: HostId, patienceSeconds?: number) {
  return proxyActivities<HostActivities>({
    taskQueue: hostQueue(host),
    startToCloseTimeout: '60s',
    scheduleToCloseTimeout: patienceSeconds === undefined ? '6h' : `${Math.max(patienceSeconds, 60)}s`,
    ...(patienceSeconds === undefined ? {} : { scheduleToStartTimeout: `${patienceSeconds}s` }),
    heartbeatTimeout,
    retry,
  });
}
