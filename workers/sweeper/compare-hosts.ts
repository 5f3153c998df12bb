import { isUp } from '#domain/lifecycle.ts';
import type { HostReconciler } from '#ports/host-reconciler.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import { eachOf } from './each-of.ts';

interface ComparePorts {
  readonly services: Pick<ServiceStore, 'list'>;
  readonly hosts: HostReconciler;
}

/** What happened while nobody watched: services whose containers are all gone are on no list of the engine's. */
export async function compareHosts({ services, hosts }: ComparePorts): Promise<void> {
  const up = (await services.list()).filter(({ status }) => isUp(status));
  await eachOf([...new Set(up.map(({ host }) => host))], (host) =>
    hosts.reconcile(
      host,
      up.filter((row) => row.host === host).map(({ id }) => id),
    ),
  );
}
