import { DomainError } from '#domain/errors.ts';
import type { Principal } from '#ports/token-store.ts';
import type { Authenticate } from './authenticate.ts';

/** A token for a program that watches, such as Prometheus: it reads numbers and changes nothing. */
export const metricsScope = 'metrics:read';

const readable = [
  /^\/metrics$/,
  /^\/api\/v1\/metrics$/,
  /^\/api\/v1\/prometheus\/targets$/,
  /^\/api\/v1\/services\/[^/]+\/metrics$/,
];

/** Whether a token may do this. What is not named is for tokens with the scope `*`. Error: `forbidden`. */
export function requireScope({ scopes }: Principal, method: string, path: string): void {
  if (scopes.includes('*')) return;
  const reads = method === 'GET' || method === 'HEAD';
  if (scopes.includes(metricsScope) && reads && readable.some((pattern) => pattern.test(path))) return;
  throw new DomainError('forbidden', 'This needs a token with the scope "*".');
}

/** For what has no scope of its own yet. */
export function forEverything(authenticate: Authenticate): Authenticate {
  return async (authorization, address) => {
    const principal = await authenticate(authorization, address);
    requireScope(principal, '', '');
    return principal;
  };
}
