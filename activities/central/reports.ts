import type { Health } from '#domain/health.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { EventLog } from '#ports/event-log.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import type { CentralActivities } from './contract.ts';
import { currentRun } from './event.ts';

interface ReportPorts {
  readonly services: ServiceStore;
  readonly events: EventLog;
}

/** See `CentralActivities.reportHost`. */
export function reportHost({ services, events }: ReportPorts): CentralActivities['reportHost'] {
  return async ({ host, report: { reachable, cause, at }, key }) => {
    const { runId, workflowId } = currentRun();
    await events.append([
      {
        id: `${runId}/${key}`,
        type: 'host.changed',
        time: at,
        correlationId: workflowId,
        data: { host, reachable, cause },
      },
    ]);
    // Once it is back, the watcher tells the health of each service anew.
    if (reachable) return;
    const up = await services.list({ host, status: ['running', 'degraded'] });
    for (const { id } of up) await report(services, id, 'unknown', `host ${host}: ${cause}`, `${key}/${id}`);
  };
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
