import { createRemoteSecretStore } from '#adapters/gateway/secret-store.ts';
import { openGatewayWorld } from '#test/support/gateway/world.ts';
import { secretStoreContract } from './suite.ts';

/** A host never asks for the origin: that alone is read from the store behind the gateway. */
secretStoreContract('a host’s, by way of the gateway', async () => {
  const world = await openGatewayWorld();
  const own = await world.joined('nas');
  await world.install({ sonarr: 'nas', 'sonarr-4k': 'nas', radarr: 'nas' });
  const open = async () => ({
    ...createRemoteSecretStore(world.connect(own)),
    originOf: world.secrets.originOf,
  });
  return { store: await open(), reopen: open, close: world.close };
});
