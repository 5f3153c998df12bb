import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '#test/support/docker/wait-for.ts';
import { findBinaries, initialise } from './binaries.ts';
import { killServer, type PostgresProcess, startServer, stopServer } from './server.ts';

export interface TestDatabaseConfig {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** A PostgreSQL server of its own for one test file. */
export interface TestPostgres {
  /** The superuser's maintenance database. */
  readonly config: TestDatabaseConfig;
  /** Makes a fresh database: empty, or a copy of another one to which nobody is connected. */
  createDatabase(template?: string): Promise<TestDatabaseConfig>;
  /** SIGKILL to every process of the server, as a power cut would. */
  kill(): Promise<void>;
  /** Starts the server again on the same port and folder, after `kill` or instead of it. */
  restart(): Promise<void>;
  /** Ends the server and removes its folder. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL from the embedded binaries on a free loopback port. It does not flush to disk: a killed server loses
 * nothing (the kernel holds its pages), only a power cut of the machine would.
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  const root = await mkdtemp(join(tmpdir(), 'showrunner-postgres-'));
  await chmod(root, 0o711);
  const password = randomBytes(12).toString('hex');
  const binaries = await findBinaries(root);
  const data = join(root, 'data');
  await initialise({ binaries, root, data, user, password });
  const port = await freePort();
  const launch = () => startServer({ binaries, data, port });
  let server: PostgresProcess | undefined = await launch();
  const config = { host: '127.0.0.1', port, user, password, database: 'postgres' };
  let databases = 0;

  const kill = async () => {
    if (server !== undefined) await killServer(server);
    server = undefined;
  };
  return {
    config,
    createDatabase: async (template = 'template1') => {
      databases += 1;
      const database = `test_${databases}`;
      await execute(config, `create database ${database} template ${template}`);
      return { ...config, database };
    },
    kill,
    restart: async () => {
      await kill();
      server = await launch();
    },
    stop: async () => {
      if (server !== undefined) await stopServer(server);
      server = undefined;
      await rm(root, { recursive: true, force: true });
    },
  };
}

const user = 'showrunner';

async function execute(config: TestDatabaseConfig, statement: string): Promise<void> {
  const client = new pg.Client({ ...config, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
