import { createSealer } from '#adapters/keyring/sealing.ts';
import { createTemporalClient } from '#adapters/temporal/connection.ts';
import { createHostReconciler } from '#adapters/temporal/host-reconciler.ts';
import { createCredentialReader, createStreamRequester } from '#adapters/temporal/host-requests.ts';
import { createMonitorControl } from '#adapters/temporal/monitor-control.ts';
import { createStatsRequester } from '#adapters/temporal/stats-requests.ts';
import { createTaskEngine } from '#adapters/temporal/task-engine.ts';
import { createTaskWaiter } from '#adapters/temporal/task-waiter.ts';
import type { Configuration } from '#platform/configuration.ts';
import { createCatalog } from './catalog.ts';
import { gatewayIdentityOf } from './gateway-identity.ts';
import { sealingKeyFile } from './sealing-key.ts';
import { createStores } from './stores.ts';

/** All that the API reaches: neither an engine nor a secret store is among it. */
export function createApiPorts(configuration: Configuration) {
  const { database: _, close, ...stores } = createStores(configuration, 'showrunner-api', 4);
  const temporal = createTemporalClient(configuration.temporal, `api/${process.pid}`);
  return {
    ...stores,
    engine: createTaskEngine(temporal),
    waiter: createTaskWaiter(temporal),
    streams: createStreamRequester(temporal),
    statsRequests: createStatsRequester(temporal),
    hosts: createHostReconciler(temporal),
    monitors: createMonitorControl(temporal),
    gateway: gatewayIdentityOf(configuration),
    credentials: createCredentialReader(temporal),
    catalog: createCatalog(configuration, stores.settings),
    sealer: createSealer(sealingKeyFile(configuration)),
    close: async () => {
      await close();
      await temporal.close();
    },
  };
}
