import type { MonitorControl } from '#ports/monitor-control.ts';
import type { ServiceStore } from '#ports/service-store.ts';

interface WatcherPorts {
  readonly services: ServiceStore;
  readonly monitors: MonitorControl;
}

/** Every service that is up has its monitor, whatever became of Temporal's store. */
export async function ensureWatchers({ services, monitors }: WatcherPorts): Promise<void> {
  for (const { id, host } of await services.list({ status: ['running', 'degraded'] })) {
    await monitors.ensureMonitor(id, host);
  }
}
