import { continueAsNew, defineSignal, setHandler } from '@temporalio/workflow';
import {
  type Observation,
  observationSignalName,
  reviewSignalName,
  stopSignalName,
} from '#contracts/messages.ts';
import { createMonitor, type MonitorInput } from './monitor/monitor.ts';

export const observationSignal = defineSignal<[Observation]>(observationSignalName);
export const reviewSignal = defineSignal(reviewSignalName);
export const stopSignal = defineSignal(stopSignalName);

/**
 * Sleeps until the host's watcher sees a change, brings it into the service's row, and does what recovery then asks for. What
 * recovery remembers is in the database, so a monitor can be lost and begun anew. Ends when it is told to.
 */
export async function serviceMonitor(input: MonitorInput): Promise<void> {
  const monitor = createMonitor(input);
  setHandler(observationSignal, monitor.hear);
  setHandler(reviewSignal, monitor.lookAnew);
  setHandler(stopSignal, monitor.stop);
  while (!monitor.isOver()) await monitor.goOn();
  if (!monitor.isStopped()) await continueAsNew<typeof serviceMonitor>(monitor.state());
}
