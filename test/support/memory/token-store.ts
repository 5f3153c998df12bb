import type { TokenStore } from '#ports/token-store.ts';
import { createAvailability, type Outage } from './availability.ts';
import { copy } from './copy.ts';

export interface MemoryTokenStore extends TokenStore {
  readonly outage: Outage;
}

type Token = Parameters<TokenStore['ensure']>[0];

/** Token hashes in memory. */
export function createMemoryTokenStore(): MemoryTokenStore {
  const { call, ...outage } = createAvailability('database-unreachable', 'The memory token store');
  const tokens = new Map<string, Token>();
  return {
    outage,
    ensure: (token) =>
      call(() => {
        if (!tokens.has(token.hash)) tokens.set(token.hash, copy(token));
      }),
    find: (hash) =>
      call(() => {
        const token = tokens.get(hash);
        if (token === undefined) return undefined;
        if (token.expiresAt !== undefined && Date.parse(token.expiresAt) <= Date.now()) return undefined;
        return { name: token.name, scopes: [...token.scopes] };
      }),
  };
}
