import { ActivityFailure, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { HostActivities } from '#activities/host/contract.ts';
import { hostQueue } from '#contracts/queues.ts';
import type { HostId, ServiceId } from '#domain/ids.ts';
import { retry } from '../plan/step-policies.ts';

/** A host that is away restarts nothing either; the monitor has other things to do than to wait for it. */
const patience = '30s';

/** While the breaker is open the engine must not go on restarting what crashes. Best effort: the next opening asks again. */
export async function letRest(service: ServiceId, host: HostId): Promise<void> {
  const onHost = proxyActivities<HostActivities>({
    taskQueue: hostQueue(host),
    startToCloseTimeout: patience,
    scheduleToCloseTimeout: patience,
    retry,
  });
  try {
    await onHost.letRest(service);
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
  }
}
