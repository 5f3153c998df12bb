import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import { isContention, pauseBeforeRetry } from './contention.ts';
import { translateError } from './errors.ts';
import { type ConnectionConfig, createPool, type PoolLimits } from './pool.ts';
import type { Tables } from './tables.ts';

export interface DatabaseConfig extends ConnectionConfig {
  /** Connections at most; 10 by default. */
  readonly poolSize?: number;
}

/** A pool of connections to one Postgres database. Connects when first used; an outage never ends the process. */
export interface Database {
  readonly config: ConnectionConfig;
  /** Runs statements one by one. Every failure is a DomainError. */
  query<Result>(work: (connection: Kysely<Tables>) => Promise<Result>): Promise<Result>;
  /** Runs `work` as one transaction, from its beginning again when the server picked it as a deadlock's victim. */
  transaction<Result>(work: (transaction: Transaction<Tables>) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export function createDatabase({ poolSize = 10, ...config }: DatabaseConfig): Database {
  const kysely = connect(config, { size: poolSize, statementMs: 15_000, lockMs: 10_000 });
  return {
    config,
    query: (work) => translated(() => work(kysely)),
    transaction: (work) => translated(() => withoutDeadlock(() => kysely.transaction().execute(work))),
    close: () => kysely.destroy(),
  };
}

/** A connection that is made for one purpose and closed afterwards. */
export function connect(config: ConnectionConfig, limits: PoolLimits): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: createPool(config, limits) }) });
}

async function translated<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw translateError(error);
  }
}

const tries = 5;

async function withoutDeadlock<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isContention(error) || attempt === tries) throw error;
      await pauseBeforeRetry(attempt);
    }
  }
}
