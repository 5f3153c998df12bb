import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureAuthority } from '#adapters/x509/authority.ts';
import { gatewayName } from '#contracts/gateway.ts';
import type { Configuration } from '#platform/configuration.ts';
import { writeFileAtomically } from '#platform/files.ts';
import type { GatewayAddress } from '#platform/gateway-address.ts';

const serverDays = 90;

/** What the gateway shows and signs with. */
export async function createGatewayIdentity(
  { home, instance }: Configuration,
  { host, port }: GatewayAddress,
) {
  await mkdir(home.gateway, { recursive: true, mode: 0o700 });
  const authority = await ensureAuthority(home.gateway, instance.id);
  return {
    authority,
    /** `<home>/gateway/identity.json` says to others whom hosts find there: only once they do. */
    announce: () => {
      const identity = { fingerprint: authority.fingerprint, address: `${host}:${port}` };
      return writeFileAtomically(identityFile(home), `${JSON.stringify(identity)}\n`);
    },
    /** Another key and certificate for the server, good for three months. */
    credentials: async () => ({
      ...(await authority.issueServer([gatewayName], [host], serverDays)),
      authority: authority.certificate,
    }),
  };
}

/** From here on nobody is told of a gateway: none is wanted, or none listens yet. */
export async function withdrawGatewayIdentity({ home }: Pick<Configuration, 'home'>): Promise<void> {
  await rm(identityFile(home), { force: true });
}

function identityFile({ gateway }: Configuration['home']): string {
  return join(gateway, 'identity.json');
}
