import { createAlertmanagerSink } from '#adapters/alertmanager/alertmanager.ts';
import { createKeyring } from '#adapters/keyring/keyring.ts';
import { createRecipientSealer } from '#adapters/keyring/recipient.ts';
import { createOpener } from '#adapters/keyring/sealing.ts';
import { secretValues } from '#adapters/keyring/values.ts';
import { createAlertDelivery } from '#adapters/temporal/alert-delivery.ts';
import { createTemporalClient, type TemporalClient } from '#adapters/temporal/connection.ts';
import { createHostReconciler } from '#adapters/temporal/host-reconciler.ts';
import { createMonitorControl } from '#adapters/temporal/monitor-control.ts';
import { createTaskEngine } from '#adapters/temporal/task-engine.ts';
import { createTaskWaiter } from '#adapters/temporal/task-waiter.ts';
import { createWebhookSink } from '#adapters/webhook/webhook.ts';
import type { Configuration } from '#platform/configuration.ts';
import { identityOf } from './identity.ts';
import { createStores } from './stores.ts';

/** What the central worker's activities and its sweeper work with. */
export async function createCentralPorts(configuration: Configuration) {
  const stores = createStores(configuration, 'showrunner-central', 4);
  const temporal: TemporalClient = createTemporalClient(configuration.temporal, `central/${process.pid}`);
  return {
    ...stores,
    instance: identityOf(configuration).instance,
    secrets: await createKeyring(configuration.home.keyring),
    values: secretValues,
    opener: createOpener(configuration.home.keyring),
    recipients: createRecipientSealer(),
    monitors: createMonitorControl(temporal),
    alertDelivery: createAlertDelivery(temporal),
    sinks: { alertmanager: createAlertmanagerSink(), webhook: createWebhookSink() },
    engine: createTaskEngine(temporal),
    waiter: createTaskWaiter(temporal),
    hosts: createHostReconciler(temporal),
    close: async () => {
      await stores.close();
      await temporal.close();
    },
  };
}

export type CentralAssembly = Awaited<ReturnType<typeof createCentralPorts>>;
