import { compactDecrypt, exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';
import type { ShowrunnerClient } from '#sdk/client.ts';

const credentialsSchema = z.object({
  user: z.string().optional(),
  password: z.string().optional(),
  apiKey: z.string().optional(),
});
export type Credentials = z.output<typeof credentialsSchema>;

const recipientSchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
});

/** A worker seals the login to a key that is made for this one call, so that it crosses the API unread. */
export async function readCredentials(
  { services }: Pick<ShowrunnerClient, 'services'>,
  service: string,
): Promise<Credentials> {
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256' });
  const { sealed } = await services.credentials(service, recipientSchema.parse(await exportJWK(publicKey)));
  const { plaintext } = await compactDecrypt(sealed, privateKey, {
    keyManagementAlgorithms: ['ECDH-ES'],
    contentEncryptionAlgorithms: ['A256GCM'],
  });
  return credentialsSchema.parse(JSON.parse(new TextDecoder().decode(plaintext)));
}
