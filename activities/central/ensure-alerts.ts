import type { AlertSinks } from '#ports/alert-sink.ts';
import type { AlertPorts } from './alerts.ts';
import { usableSinks } from './sink-target.ts';

/**
 * Every alert is on its way to every sink, whatever became of Temporal's store: open ones to sinks that were set up since too, and
 * again and again to those that forget.
 */
export async function ensureAlerts({
  sinks,
  ...ports
}: AlertPorts & { readonly sinks: AlertSinks }): Promise<void> {
  const usable = await usableSinks(ports);
  await ports.alerts.enlist(usable, new Date().toISOString());
  const repeating = usable.filter((sink) => sinks[sink].repeatMilliseconds !== undefined);
  for (const route of await ports.alerts.routes({ repeating })) await ports.alertDelivery.ensure(route);
}
