import { join } from 'node:path';
import { createGatewayIdentity } from '#adapters/gateway-files/gateway-identity.ts';
import type { Configuration } from '#platform/configuration.ts';
import type { GatewayIdentity } from '#ports/gateway-identity.ts';

export function gatewayIdentityOf({ home }: Configuration): GatewayIdentity {
  return createGatewayIdentity(join(home.root, 'gateway', 'identity.json'));
}
