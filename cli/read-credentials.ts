import { compactDecrypt, exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';
import { errorOf, unreachable } from '#sdk/errors.ts';
import { apiUrl, type ClientOptions, headersOf } from '#sdk/transport.ts';

const credentialsSchema = z.object({
  user: z.string().optional(),
  password: z.string().optional(),
  apiKey: z.string().optional(),
});
export type Credentials = z.output<typeof credentialsSchema>;

const sealedSchema = z.object({ sealed: z.string() });

/** A worker seals the login to a key that is made for this one call, so that it crosses the API unread. */
export async function readCredentials(options: ClientOptions, service: string): Promise<Credentials> {
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256' });
  const { kty, crv, x, y } = await exportJWK(publicKey);
  const sealed = await request(options, service, { kty, crv, x, y });
  const { plaintext } = await compactDecrypt(sealed, privateKey, {
    keyManagementAlgorithms: ['ECDH-ES'],
    contentEncryptionAlgorithms: ['A256GCM'],
  });
  return credentialsSchema.parse(JSON.parse(new TextDecoder().decode(plaintext)));
}

async function request(options: ClientOptions, service: string, recipient: object): Promise<string> {
  const { fetch = globalThis.fetch, timeoutMs = 60_000, url } = options;
  const response = await fetch(`${apiUrl(options)}/services/${encodeURIComponent(service)}/credentials`, {
    method: 'POST',
    headers: { ...headersOf(options), 'Content-Type': 'application/json' },
    body: JSON.stringify({ recipient }),
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw unreachable(url, error);
  });
  if (!response.ok) throw await errorOf(response);
  return sealedSchema.parse(await response.json()).sealed;
}
