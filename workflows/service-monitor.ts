import { condition, continueAsNew, defineSignal, setHandler, workflowInfo } from '@temporalio/workflow';
import { type Observation, observationSignalName, stopSignalName } from '#contracts/messages.ts';
import type { ServiceId } from '#domain/ids.ts';
import { central } from './activity-proxies.ts';

export const observationSignal = defineSignal<[Observation]>(observationSignalName);
export const stopSignal = defineSignal(stopSignalName);

/** A long history is costly to replay after a restart (2,500 to 3,800 events a second), so generations are short. */
const longestHistory = 400;

export interface MonitorInput {
  readonly service: ServiceId;
  /** Carried over from the generation before. */
  readonly waiting?: readonly Observation[];
  /** Counts reports over all generations, so that each event id is one of its kind. */
  readonly reports?: number;
}

/** Sleeps until the host's watcher sees a change, and brings it into the service's row. Ends when it is told to. */
export async function serviceMonitor({ service, waiting = [], reports = 0 }: MonitorInput): Promise<void> {
  const queue: Observation[] = [...waiting];
  let stopped = false;
  let count = reports;
  setHandler(observationSignal, (observation) => void queue.push(observation));
  setHandler(stopSignal, () => {
    stopped = true;
  });
  while (!stopped) {
    await condition(() => stopped || queue.length > 0);
    const observation = nextWord(queue);
    if (observation === undefined) continue;
    count += 1;
    await central.reportHealth({ service, observation, key: `report/${count}` });
    if (workflowInfo().historyLength >= longestHistory && !stopped) {
      await continueAsNew<typeof serviceMonitor>({ service, waiting: queue, reports: count });
    }
  }
}

/** Takes the oldest event, or else the newest probe: other probes were overtaken while the last report was written. */
function nextWord(queue: Observation[]): Observation | undefined {
  const event = queue.findIndex(({ source }) => source === 'event');
  return event < 0 ? queue.splice(0).at(-1) : queue.splice(0, event + 1).at(-1);
}
