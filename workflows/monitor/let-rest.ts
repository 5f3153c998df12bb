import { ActivityFailure, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { Verdict } from '#activities/central/contract.ts';
import type { HostActivities } from '#activities/host/contract.ts';
import { hostQueue } from '#contracts/queues.ts';
import type { HostId, ServiceId } from '#domain/ids.ts';
import { retry } from '../plan/step-policies.ts';

/** A host that is away restarts nothing either; the monitor has other things to do than to wait for it. */
const patience = '30s';

/** What the host's engine was told last of the service; absent when that may not hold any more. */
export type ToldEngine = 'rests' | 'keeps';

/**
 * While the breaker is open the engine must not go on restarting what crashes, and afterwards it is to do so again. Best effort: what
 * could not be told is wanted by the next verdict too. An attempt sets the engine's policy by itself, so after one it is told anew.
 */
export async function tellEngine(
  service: ServiceId,
  { rests, keeps }: Pick<Verdict, 'rests' | 'keeps'>,
  told: ToldEngine | undefined,
): Promise<ToldEngine | undefined> {
  if (rests !== undefined) return told === 'rests' ? told : tell(service, rests, 'rests');
  if (keeps !== undefined) return told === 'keeps' ? told : tell(service, keeps, 'keeps');
  return undefined;
}

async function tell(service: ServiceId, host: HostId, what: ToldEngine): Promise<ToldEngine | undefined> {
  const onHost = proxyActivities<HostActivities>({
    taskQueue: hostQueue(host),
    startToCloseTimeout: patience,
    scheduleToCloseTimeout: patience,
    retry,
  });
  try {
    await (what === 'rests' ? onHost.letRest(service) : onHost.keepUp(service));
    return what;
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
    return undefined;
  }
}
