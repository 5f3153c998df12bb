import type { HostId } from '#domain/ids.ts';
import type { Service } from '#domain/service.ts';
import type { MonitorControl } from '#ports/monitor-control.ts';
import type { RecoveryStore } from '#ports/recovery-store.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import { eachOf } from './each-of.ts';

interface WatcherPorts {
  readonly services: ServiceStore;
  readonly recoveries: Pick<RecoveryStore, 'get'>;
  readonly monitors: Pick<MonitorControl, 'ensureMonitor' | 'stopMonitor' | 'ensureHost'>;
}

/**
 * Every service that is up has its monitor, and its host its supervision, whatever became of Temporal's store. To ask for every
 * monitor is one call for each service; without `everyMonitor` they are asked for only where a supervision was not there either.
 */
export async function ensureWatchers(ports: WatcherPorts, everyMonitor = true): Promise<void> {
  const { services, monitors } = ports;
  const up = [...(await services.list({ status: ['running', 'degraded'] })), ...(await ailing(ports))];
  const hosts = [...new Set(up.map(({ host }) => host))];
  const anew = new Set<HostId>();
  await eachOf(hosts, async (host) => {
    if ((await monitors.ensureHost(host)) === 'started') anew.add(host);
  });
  const asked = everyMonitor ? up : up.filter(({ host }) => anew.has(host));
  await eachOf(asked, (service) => ensureMonitor(service, ports));
}

/** Failed ones that recovery was at work on. One whose installation failed was taken back, and is for a person to try again. */
async function ailing({ services, recoveries }: WatcherPorts): Promise<readonly Service[]> {
  const failed = (await services.list({ status: ['failed'] })).filter(({ desired }) => desired === 'running');
  const known = await Promise.all(failed.map(({ id }) => recoveries.get(id)));
  return failed.filter((_, at) => known[at]?.recovery.trouble !== undefined);
}

/** An uninstall may have stopped the monitor since the list was read: then a new one would watch nothing for ever. */
async function ensureMonitor(
  { id, host }: Service,
  { services, monitors }: Pick<WatcherPorts, 'services' | 'monitors'>,
): Promise<void> {
  if ((await monitors.ensureMonitor(id, host)) === 'present') return;
  const row = await services.get(id);
  if (row === undefined || row.status === 'absent' || row.status === 'uninstalling')
    await monitors.stopMonitor(id);
}
