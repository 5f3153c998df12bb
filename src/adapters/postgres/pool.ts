import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';
import { sqlState } from './errors.ts';
import { valueTypes } from './value-types.ts';

/** How one reaches the database. Holds its password: never log it. */
export interface ConnectionConfig {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** The connection is encrypted and the server's certificate checked. */
  readonly tls?: boolean;
  /** What the server's own lists of connections show. */
  readonly applicationName?: string;
}

export interface PoolLimits {
  readonly size: number;
  /** Longest time that one statement may take. */
  readonly statementMs: number;
  /** Longest time that a statement may wait for a lock. */
  readonly lockMs: number;
}

/** A pool in which every wait is bounded. */
export function createPool(config: ConnectionConfig, limits: PoolLimits): PostgresPool {
  const pool = new pg.Pool({
    ...clientConfig(config),
    max: limits.size,
    // Each connection is a process of the server, of some 15 MB: none stays for long after a burst.
    idleTimeoutMillis: 3000,
    statement_timeout: limits.statementMs,
    lock_timeout: limits.lockMs,
    idle_in_transaction_session_timeout: 30_000,
    // Later than the server's own limit: it strikes only when the server does not answer at all.
    query_timeout: limits.statementMs + 5000,
  });
  // A connection that breaks while nobody uses it, or between two statements, is reported by an event, which would end the
  // process if nobody listened. The pool has dropped the connection by then, or the next statement on it fails.
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => discardingWhenBroken(await pool.connect()),
  };
}

export function clientConfig(config: ConnectionConfig): pg.ClientConfig {
  const { host, port, user, password, database, tls = false, applicationName = 'showrunner' } = config;
  return {
    host,
    port,
    user,
    password,
    database,
    ssl: tls,
    application_name: applicationName,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: valueTypes,
  };
}

/** pg keeps a connection whose statement was given up on the client's side, and the next user would wait behind that statement. */
function discardingWhenBroken(client: pg.PoolClient): PostgresPoolClient {
  let broken = false;
  function query<Row>(statement: string, values: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  function query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  function query<Row>(
    statement: string | PostgresCursor<Row>,
    values: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<Row>> | PostgresCursor<Row> {
    if (typeof statement !== 'string') throw new Error('No cursor package is configured.');
    const result = client.query(statement, [...values]);
    result.catch((error: unknown) => {
      broken ||= sqlState(error) === undefined;
    });
    return result as Promise<PostgresQueryResult<Row>>;
  }
  return { query, release: (destroy = false) => client.release(destroy || broken) };
}

function ignore(): void {}
