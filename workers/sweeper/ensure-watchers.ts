import { isDomainError } from '#domain/errors.ts';
import type { HostId, ServiceId } from '#domain/ids.ts';
import type { Service } from '#domain/service.ts';
import type { HostReconciler } from '#ports/host-reconciler.ts';
import type { HostStore } from '#ports/host-store.ts';
import type { MonitorControl } from '#ports/monitor-control.ts';
import type { RecoveryStore } from '#ports/recovery-store.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import { eachOf } from './each-of.ts';

interface WatcherPorts {
  readonly services: ServiceStore;
  readonly recoveries: Pick<RecoveryStore, 'get'>;
  readonly monitors: Pick<
    MonitorControl,
    'countMonitors' | 'ensureMonitor' | 'stopMonitor' | 'ensureHost' | 'stopHost'
  >;
  readonly hostStore: Pick<HostStore, 'list' | 'get'>;
  readonly hosts: HostReconciler;
}

/** What a round found. Another number of either in the next one says that a monitor may be missing. */
export interface Tally {
  readonly up: number;
  readonly monitors: number;
}

/**
 * Every service that is up has its monitor, and every host its supervision, whatever became of Temporal's store. To ask for every monitor is
 * one call for each service (2 s of processor time for a thousand), to count them one call (2 ms): where a round finds what the one
 * `before` did, monitors are asked for only of hosts whose supervision was not there either. Those of stopped services are counted too,
 * so the count alone says nothing. What a watcher told while a monitor was not there was heard by nobody, so a new one is told how its
 * service is.
 */
export async function ensureWatchers(ports: WatcherPorts, before?: Tally): Promise<Tally> {
  const { services, hostStore, monitors } = ports;
  const counted = await monitors.countMonitors();
  const hosts = (await hostStore.list()).map(({ id }) => id);
  const up = [...(await services.list({ status: ['running', 'degraded'] })), ...(await ailing(ports))];
  const used = up.map(({ host }) => host);
  const anew = new Set<HostId>();
  await eachOf([...new Set([...used, ...hosts])], async (host) => {
    if ((await ensureHost(host, ports)) === 'started') anew.add(host);
  });
  const asBefore = before?.up === up.length && before.monitors === counted;
  const asked = asBefore ? up.filter(({ host }) => anew.has(host)) : up;
  const begun: Service[] = [];
  await eachOf(asked, async (service) => {
    if (await ensureMonitor(service, ports)) begun.push(service);
  }).finally(() => tellThem(begun, ports.hosts));
  return { up: up.length, monitors: counted + begun.length };
}

/** Failed ones that recovery was at work on. One whose installation failed was taken back, and is for a person to try again. */
async function ailing({ services, recoveries }: WatcherPorts): Promise<readonly Service[]> {
  const failed = (await services.list({ status: ['failed'] })).filter(({ desired }) => desired === 'running');
  const known = await Promise.all(failed.map(({ id }) => recoveries.get(id)));
  return failed.filter((_, at) => known[at]?.recovery.trouble !== undefined);
}

/** It may have been removed since the list was read: then its supervision would tell for ever that it is away. */
async function ensureHost(
  host: HostId,
  { hostStore, monitors }: Pick<WatcherPorts, 'hostStore' | 'monitors'>,
): Promise<'started' | 'present'> {
  const outcome = await monitors.ensureHost(host);
  if (outcome === 'started' && (await hostStore.get(host)) === undefined) await monitors.stopHost(host);
  return outcome;
}

/**
 * True for one that was begun. An uninstall may have stopped the monitor since the list was read: then a new one would watch nothing
 * for ever.
 */
async function ensureMonitor(
  { id, host }: Service,
  { services, monitors }: Pick<WatcherPorts, 'services' | 'monitors'>,
): Promise<boolean> {
  if ((await monitors.ensureMonitor(id, host)) === 'present') return false;
  const row = await services.get(id);
  if (row !== undefined && row.status !== 'absent' && row.status !== 'uninstalling') return true;
  await monitors.stopMonitor(id);
  return false;
}

async function tellThem(begun: readonly Service[], reconciler: HostReconciler): Promise<void> {
  const byHost = Map.groupBy(begun, ({ host }) => host);
  await eachOf([...byHost], ([host, services]) =>
    compare(
      host,
      services.map(({ id }) => id),
      reconciler,
    ),
  );
}

/** A host that is away is compared as a whole when it is back. */
async function compare(
  host: HostId,
  services: readonly ServiceId[],
  reconciler: HostReconciler,
): Promise<void> {
  try {
    await reconciler.reconcile(host, services);
  } catch (error) {
    if (!isDomainError(error) || error.code !== 'engine-unreachable') throw error;
  }
}
