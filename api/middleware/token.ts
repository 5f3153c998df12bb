import { sha256 } from '../digest.ts';

/** How a token is kept and looked for: SHA-256 in hex. A token has 192 random bits, so it needs no salt and no slow hash. */
export function hashToken(token: string): string {
  return sha256(token);
}

/** The token of an `Authorization` header. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer ([\x21-\x7e]{1,512})$/i.exec(authorization ?? '')?.[1];
}

/** How a token's owner is named in records and events. */
export function principalOf(tokenName: string): string {
  return `token:${tokenName}`;
}
