import { CompactEncrypt, importJWK, type JWK } from 'jose';

/** The one way in which a value is sealed, for workers and for people alike. */
export const keyAgreement = 'ECDH-ES';
export const contentEncryption = 'A256GCM';

/** Compact JWE that only the key's owner can open. `kid` tells the owner which of their keys it is for. */
export async function sealTo(key: JWK, value: string, kid?: string): Promise<string> {
  const header = { alg: keyAgreement, enc: contentEncryption, ...(kid === undefined ? {} : { kid }) };
  return new CompactEncrypt(new TextEncoder().encode(value))
    .setProtectedHeader(header)
    .encrypt(await importJWK(key, keyAgreement));
}
