import { sql } from 'kysely';
import type { Principal, TokenStore } from '#ports/token-store.ts';
import type { Database } from './database.ts';

/** Hashes of API tokens, with what they allow. */
export function createTokenStore(database: Database): TokenStore {
  return {
    ensure: async ({ hash, name, scopes, expiresAt }) => {
      await database.query((connection) =>
        connection
          .insertInto('tokens')
          .values({ hash, name, scopes: [...scopes], expires_at: expiresAt ?? null })
          .onConflict((conflict) => conflict.doNothing())
          .execute(),
      );
    },
    find: (hash) => find(database, hash),
  };
}

async function find(database: Database, hash: string): Promise<Principal | undefined> {
  return database.query((connection) =>
    connection
      .selectFrom('tokens')
      .select(['name', 'scopes'])
      .where('hash', '=', hash)
      .where(({ or, eb }) => or([eb('expires_at', 'is', null), eb('expires_at', '>', sql<Date>`now()`)]))
      .executeTakeFirst(),
  );
}
