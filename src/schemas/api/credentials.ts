import { z } from 'zod';

/** A coordinate of a P-256 point: 32 bytes in base64url. */
const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes in base64url');

export const recipientKeySchema = z
  .strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate })
  .meta({ id: 'RecipientKey', description: 'Public key (JWK) of whoever is to read the answer.' });

export const credentialsRequestSchema = z
  .strictObject({ recipient: recipientKeySchema })
  .meta({ id: 'CredentialsRequest' });

export const sealedCredentialsSchema = z
  .object({
    sealed: z
      .string()
      .meta({ description: 'Compact JWE (ECDH-ES, A256GCM) of `{user?, password?, apiKey?}` as JSON.' }),
  })
  .meta({ id: 'SealedCredentials' });
