import { isDomainError } from '#domain/errors.ts';
import type { Health } from '#domain/health.ts';
import type { HostId, ServiceId } from '#domain/ids.ts';
import type { HostReconciler } from '#ports/host-reconciler.ts';
import type { HostStore } from '#ports/host-store.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import type { CentralActivities } from './contract.ts';
import { currentRun } from './event.ts';

export interface ReportPorts {
  readonly services: ServiceStore;
  readonly hostStore: Pick<HostStore, 'report'>;
  readonly hosts: HostReconciler;
}

/** See `CentralActivities.reportHost`. */
export function reportHost({ services, hostStore, hosts }: ReportPorts): CentralActivities['reportHost'] {
  return async ({ host, report: { reachable, cause, at }, key }) => {
    const { runId, workflowId } = currentRun();
    const event = { id: `${runId}/${key}`, time: at, correlationId: workflowId };
    await hostStore.report({ host, reachable, cause, event });
    const up = await services.list({ host, status: ['running', 'degraded'] });
    const ids = up.map(({ id }) => id);
    if (reachable) return compare(host, ids, hosts);
    for (const id of ids) await report(services, id, 'unknown', `host ${host}: ${cause}`, `${key}/${id}`);
  };
}

/** A watcher that begins anew cannot miss what it never saw: it is told what must be there. */
async function compare(host: HostId, up: readonly ServiceId[], hosts: HostReconciler): Promise<void> {
  try {
    await hosts.reconcile(host, up);
  } catch (error) {
    // It is away again, and will be compared when it is back.
    if (!isDomainError(error) || error.code !== 'engine-unreachable') throw error;
  }
}

async function report(
  services: ServiceStore,
  service: ServiceId,
  health: Health,
  cause: string,
  key: string,
): Promise<void> {
  const { runId, workflowId } = currentRun();
  const event = { id: `${runId}/${key}`, correlationId: workflowId, time: new Date().toISOString() };
  await services.report({ service, health, cause, event });
}
