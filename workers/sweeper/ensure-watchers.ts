import type { Service } from '#domain/service.ts';
import type { MonitorControl } from '#ports/monitor-control.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import { eachOf } from './each-of.ts';

interface WatcherPorts {
  readonly services: ServiceStore;
  readonly monitors: Pick<MonitorControl, 'ensureMonitor' | 'stopMonitor' | 'ensureHost'>;
}

/** Every service that is up has its monitor, and its host its supervision, whatever became of Temporal's store. */
export async function ensureWatchers({ services, monitors }: WatcherPorts): Promise<void> {
  const up = await services.list({ status: ['running', 'degraded'] });
  await eachOf([...new Set(up.map(({ host }) => host))], (host) => monitors.ensureHost(host));
  await eachOf(up, (service) => ensureMonitor(service, { services, monitors }));
}

/** An uninstall may have stopped the monitor since the list was read: then a new one would watch nothing for ever. */
async function ensureMonitor({ id, host }: Service, { services, monitors }: WatcherPorts): Promise<void> {
  if ((await monitors.ensureMonitor(id, host)) === 'present') return;
  const row = await services.get(id);
  if (row === undefined || row.status === 'absent' || row.status === 'uninstalling')
    await monitors.stopMonitor(id);
}
