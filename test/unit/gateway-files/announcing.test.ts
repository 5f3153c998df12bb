import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createGatewayIdentity as createReader } from '#adapters/gateway-files/gateway-identity.ts';
import { createGatewayIdentity, withdrawGatewayIdentity } from '#assembly/gateway.ts';
import { readConfiguration } from '#platform/configuration.ts';
import { readEnvironment } from '#platform/environment.ts';
import { openHome } from '#platform/home.ts';
import { temporaryFolder } from '../platform/temporary-folder.ts';

test('others are told of a gateway once it listens, and not any more when none is wanted', async () => {
  await using folder = await temporaryFolder();
  const home = await openHome(folder.path);
  const configuration = readConfiguration(readEnvironment({ HOME: folder.path }), home);
  const told = () => createReader(join(home.paths.gateway, 'identity.json')).read();
  const identity = await createGatewayIdentity(configuration, { host: '10.0.0.1', port: 8485 });
  expect(await told()).toBeUndefined();
  await identity.announce();
  const { fingerprint } = identity.authority;
  expect(await told()).toEqual({ fingerprint, address: '10.0.0.1:8485' });
  await withdrawGatewayIdentity(configuration);
  expect(await told()).toBeUndefined();
  await withdrawGatewayIdentity(configuration);
});
