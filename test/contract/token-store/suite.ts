import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TokenStore } from '#ports/token-store.ts';

export interface TokenStoreUnderTest {
  readonly store: TokenStore;
  /** The same rows through a new adapter. */
  reopen(): Promise<TokenStore>;
  close(): Promise<void>;
}

/** What every token store does. `open` makes an empty one. */
export function tokenStoreContract(name: string, open: () => Promise<TokenStoreUnderTest>): void {
  describe(`token store: ${name}`, () => {
    let subject: TokenStoreUnderTest;
    beforeEach(async () => {
      subject = await open();
    });
    afterEach(() => subject.close());

    test('finds the principal of a token by its hash, also through a new adapter', async () => {
      await subject.store.ensure({ hash: 'a1', name: 'admin', scopes: ['*:*', 'task:read'] });
      const again = await subject.reopen();
      expect(await again.find('a1')).toEqual({ name: 'admin', scopes: ['*:*', 'task:read'] });
      expect(await again.find('b2')).toBeUndefined();
    });

    test('keeps a token that is there as it is', async () => {
      await subject.store.ensure({ hash: 'a1', name: 'admin', scopes: ['*:*'] });
      await subject.store.ensure({ hash: 'a1', name: 'other', scopes: [] });
      expect(await subject.store.find('a1')).toEqual({ name: 'admin', scopes: ['*:*'] });
    });

    test('does not find a token that has expired', async () => {
      const at = (ms: number) => new Date(Date.now() + ms).toISOString();
      await subject.store.ensure({ hash: 'a1', name: 'old', scopes: [], expiresAt: at(-1000) });
      await subject.store.ensure({ hash: 'b2', name: 'new', scopes: [], expiresAt: at(60_000) });
      expect(await subject.store.find('a1')).toBeUndefined();
      expect(await subject.store.find('b2')).toEqual({ name: 'new', scopes: [] });
    });

    test('takes the same token from several at once', async () => {
      const token = { hash: 'a1', name: 'admin', scopes: ['*:*'] };
      await Promise.all(Array.from({ length: 6 }, () => subject.store.ensure(token)));
      expect(await subject.store.find('a1')).toEqual({ name: 'admin', scopes: ['*:*'] });
    });
  });
}
