import type { AlertSinks } from '#ports/alert-sink.ts';
import type { AlertStore } from '#ports/alert-store.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import type { AlertPorts } from './alerts.ts';
import { usableSinks } from './sink-target.ts';

export interface EnsurePorts extends AlertPorts {
  readonly services: Pick<ServiceStore, 'get'>;
  readonly sinks: AlertSinks;
}

/**
 * Every alert is on its way to every sink, whatever became of Temporal's store: open ones to sinks that were set up or put right since too, and
 * again and again to those that forget. None stays open for a service that is gone, and whose monitor can resolve it no more.
 */
export async function ensureAlerts({ services, sinks, ...ports }: EnsurePorts): Promise<void> {
  await resolveForgotten(ports.alerts, services);
  const usable = await usableSinks(ports);
  const now = { at: new Date().toISOString(), revision: usable.revision };
  await ports.alerts.enlist(usable.sinks, now);
  const repeating = usable.sinks.filter((sink) => sinks[sink].repeatMilliseconds !== undefined);
  for (const route of await ports.alerts.routes({ repeating })) await ports.alertDelivery.ensure(route);
}

/** Alerts that are looked at in one round. */
const most = 1000;

async function resolveForgotten(alerts: AlertStore, services: EnsurePorts['services']): Promise<void> {
  for (const { alert } of await alerts.list({ state: 'open', limit: most })) {
    const row = await services.get(alert.service);
    if (row?.status !== 'absent' || row.desired !== 'absent') continue;
    const { service, name, id } = alert;
    const time = new Date().toISOString();
    await alerts.resolve({ service, name, event: { id: `${id}/uninstalled`, time, correlationId: id } });
  }
}
