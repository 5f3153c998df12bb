import { join } from 'node:path';
import type { Home } from '#platform/home.ts';
import type { ProcessIdentity } from '#platform/processes.ts';
import type { ChildSpec, Command } from '../contract.ts';
import { requirePort } from '../port-check.ts';
import { ensureDataFolder } from '../postgres/data-folder.ts';
import { readPidFile, settlePidFile, untilBackendsAreGone } from '../postgres/pid-file.ts';
import { postgresUser } from '../postgres/user.ts';
import { until } from '../readiness.ts';
import { markerOf } from '../strays.ts';

/** PostgreSQL on loopback, small: one household's desired state and events. */
export function postgresSpec(home: Home, binaries: string): ChildSpec {
  return {
    name: 'postgres',
    kind: 'service',
    needs: [],
    prepare: () => prepare(home, binaries),
    ready: (process, signal) => until(() => isReady(home, process), signal),
    readyWithinMs: 60_000,
    // SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back and the data folder is left clean.
    stop: { signal: 'SIGINT', graceMs: 15_000 },
  };
}

async function prepare(home: Home, binaries: string): Promise<Command> {
  const folder = await ensureDataFolder(home, binaries);
  await settlePidFile(folder);
  await untilBackendsAreGone(folder);
  await requirePort('postgres', home.ports.postgres);
  return {
    file: join(binaries, 'bin', 'postgres'),
    args: [
      '-D',
      folder,
      '-p',
      String(home.ports.postgres),
      ...parameters.flatMap((parameter) => ['-c', parameter]),
    ],
    cwd: folder,
    variables: { PATH: '/usr/bin:/bin', TZ: 'UTC', LC_ALL: 'C', ...markerOf(home.id, 'postgres') },
    ...postgresUser(),
  };
}

/** The postmaster writes `ready` into its pid file once it accepts logins; `pg_ctl --wait` relies on the same line. */
async function isReady(home: Home, { pid }: ProcessIdentity): Promise<boolean> {
  const file = await readPidFile(join(home.paths.postgres, 'data'));
  return file?.pid === pid && file.status === 'ready';
}

/** Few connections, no replicas, no parallel plans; durability stays as it is by default: fsync and checksums on. */
const parameters: readonly string[] = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=40',
  'shared_buffers=16MB',
  'io_method=sync',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_wal_size=256MB',
  'min_wal_size=32MB',
  'max_worker_processes=2',
  'max_parallel_workers=0',
  'autovacuum_worker_slots=2',
  'autovacuum_max_workers=1',
  'max_logical_replication_workers=0',
  'jit=off',
  'timezone=UTC',
  'log_timezone=UTC',
];
