import { Context } from '@temporalio/activity';
import { type AlertName, alertTable, bounded, sinkAddress, sinkNames } from '#domain/alert.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { AlertDelivery } from '#ports/alert-delivery.ts';
import type { AlertStore } from '#ports/alert-store.ts';
import type { SettingsStore } from '#ports/settings-store.ts';
import type { CentralActivities } from './contract.ts';
import { currentRun } from './event.ts';

export interface AlertPorts {
  readonly alerts: AlertStore;
  readonly alertDelivery: AlertDelivery;
  readonly settings: Pick<SettingsStore, 'read'>;
}

/** See `CentralActivities.raiseAlert`. */
export function raiseAlert(ports: AlertPorts): CentralActivities['raiseAlert'] {
  return async ({ service, alert: name, summary, description }) => {
    const { values } = await ports.settings.read();
    const { key, event } = occasion();
    await ports.alerts.raise({
      id: key,
      service,
      name,
      severity: alertTable[name].severity,
      summary: bounded(summary, 200),
      description: bounded(description, 2000),
      sinks: sinkNames.filter((sink) => sinkAddress(values, sink) !== undefined),
      event,
    });
    await wakeDue(service, name, ports);
  };
}

/** See `CentralActivities.resolveAlert`. */
export function resolveAlert(
  ports: Pick<AlertPorts, 'alerts' | 'alertDelivery'>,
): CentralActivities['resolveAlert'] {
  return async ({ service, alert: name }) => {
    await ports.alerts.resolve({ service, name, event: occasion().event });
    await wakeDue(service, name, ports);
  };
}

/** The same for every try of this activity, so that a repeat raises and resolves nothing else. */
function occasion() {
  const { runId, workflowId } = currentRun();
  const { activityId } = Context.current().info;
  const time = new Date().toISOString();
  return {
    key: `${runId}-${activityId}`,
    event: { id: `${runId}/alert/${activityId}`, time, correlationId: workflowId },
  };
}

/** What an earlier try made due is found here too, so a death between the two steps loses no message. */
async function wakeDue(
  service: ServiceId,
  name: AlertName,
  { alerts, alertDelivery }: Pick<AlertPorts, 'alerts' | 'alertDelivery'>,
): Promise<void> {
  for (const route of await alerts.routes({ service, name })) await alertDelivery.wake(route);
}
