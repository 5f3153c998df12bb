import { join } from 'node:path';
import type { Configuration } from '#platform/configuration.ts';

/** The workers' public key: all that the API has of the secret store. Outside the keyring's folder, which it need not read. */
export function sealingKeyFile({ home }: Configuration): string {
  return join(home.root, 'sealing-key.json');
}
