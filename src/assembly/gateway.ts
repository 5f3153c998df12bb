import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureAuthority } from '#adapters/x509/authority.ts';
import { gatewayName } from '#contracts/gateway.ts';
import type { Configuration } from '#platform/configuration.ts';
import { writeFileAtomically } from '#platform/files.ts';
import type { GatewayAddress } from '#platform/gateway-address.ts';

const serverDays = 90;

/** What the gateway shows and signs with; `<home>/gateway/identity.json` says to others whom hosts will find there. */
export async function createGatewayIdentity(
  { home, instance }: Configuration,
  { host, port }: GatewayAddress,
) {
  await mkdir(home.gateway, { recursive: true, mode: 0o700 });
  const authority = await ensureAuthority(home.gateway, instance.id);
  const identity = { fingerprint: authority.fingerprint, address: `${host}:${port}` };
  await writeFileAtomically(join(home.gateway, 'identity.json'), `${JSON.stringify(identity)}\n`);
  return {
    authority,
    /** Another key and certificate for the server, good for three months. */
    credentials: async () => ({
      ...(await authority.issueServer([gatewayName], [host], serverDays)),
      authority: authority.certificate,
    }),
  };
}
