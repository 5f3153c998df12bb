import { DomainError } from '#domain/errors.ts';
import type { Principal, TokenStore } from '#ports/token-store.ts';
import { TransportError } from '../errors.ts';
import type { FailureLimit } from './failure-limit.ts';
import { bearerToken, hashToken } from './token.ts';

/** Finds out who asks. Errors: `unauthenticated`; `rate-limited` after too many failures from the address. */
export type Authenticate = (authorization: string | undefined, address: string) => Promise<Principal>;

/**
 * The token's hash is looked up, so no comparison takes longer for a token that is nearly right. A valid token is never held
 * up by the failures of others at the same address, such as this machine's own.
 */
export function createAuthenticate(tokens: TokenStore, failures: FailureLimit): Authenticate {
  return async (authorization, address) => {
    const token = bearerToken(authorization);
    const principal = token === undefined ? undefined : await tokens.find(hashToken(token));
    if (principal !== undefined) return principal;
    const wait = failures.secondsToWait(address);
    if (wait > 0) {
      throw new TransportError('rate-limited', `Try again in ${wait} s.`, { 'Retry-After': String(wait) });
    }
    failures.count(address);
    const detail =
      token === undefined ? 'No token came with the request.' : 'The token is not valid, or no longer.';
    throw new DomainError('unauthenticated', detail);
  };
}
