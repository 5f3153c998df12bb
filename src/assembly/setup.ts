import { createKeyring } from '#adapters/keyring/keyring.ts';
import { ensureSealingKeys } from '#adapters/keyring/sealing.ts';
import { migrate } from '#adapters/postgres/migrate.ts';
import { createTemporalClient } from '#adapters/temporal/connection.ts';
import { ensureNamespace } from '#adapters/temporal/namespace.ts';
import type { Configuration } from '#platform/configuration.ts';
import { gatewayIdentityOf } from './gateway-identity.ts';
import { identityOf } from './identity.ts';
import { sealingKeyFile } from './sealing-key.ts';
import { createStores } from './stores.ts';

/** What must be there before the API and the workers start. Each part adopts what is there. */
export function createSetup(configuration: Configuration) {
  const stores = createStores(configuration, 'showrunner-setup', 2);
  const temporal = createTemporalClient(configuration.temporal, `setup/${process.pid}`);
  return {
    tokens: stores.tokens,
    migrate: () => migrate(stores.database),
    /**
     * The control plane's own: an installation that was there before hosts were kept gets its one. Others reach it where its gateway
     * was last, and without one nobody else is there.
     */
    ensureHost: async () => {
      const gateway = await gatewayIdentityOf(configuration).read();
      const address = gateway?.address.replace(/:\d+$/, '') ?? '127.0.0.1';
      await stores.hostStore.ensureLocal(identityOf(configuration).host, address);
    },
    ensureNamespace: () => ensureNamespace(temporal),
    ensureKeys: async () => {
      await createKeyring(configuration.home.keyring);
      await ensureSealingKeys(configuration.home.keyring, sealingKeyFile(configuration));
    },
    close: async () => {
      await stores.close();
      await temporal.close();
    },
  };
}
