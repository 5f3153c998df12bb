import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readParents } from '#platform/process-table.ts';
import { identifyProcess, isGoneWithin, type ProcessIdentity } from '#platform/processes.ts';
import type { Binaries } from './binaries.ts';
import { unprivileged } from './unprivileged.ts';

export interface PostgresProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Takes back what ends the server when the test process ends without stopping it. */
  readonly forget: () => void;
}

export interface ServerOptions {
  readonly binaries: Binaries;
  readonly data: string;
  readonly port: number;
}

/** Starts the server and waits until it says that it accepts connections. */
export async function startServer({ binaries, data, port }: ServerOptions): Promise<PostgresProcess> {
  const settings = { ...speed, listen_addresses: '127.0.0.1', unix_socket_directories: '', port };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(binaries.postgres, ['-D', data, ...flags], {
    ...unprivileged,
    cwd: data,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { LC_ALL: 'C' },
  });
  const endWithUs = () => void child.kill('SIGQUIT');
  process.once('exit', endWithUs);
  await untilReady(child);
  if (child.pid === undefined) throw new Error('PostgreSQL has no process id.');
  return { child, pid: child.pid, forget: () => process.off('exit', endWithUs) };
}

/** Ends the server at once and cleanly enough: clients are dropped. */
export async function stopServer(server: PostgresProcess): Promise<void> {
  server.forget();
  if (isOver(server.child)) return;
  const exited = once(server.child, 'exit', { signal: AbortSignal.timeout(10_000) });
  server.child.kill('SIGINT');
  await exited;
}

/** SIGKILL to the postmaster and every backend; returns when all are gone, so that the folder can be used again. */
export async function killServer(server: PostgresProcess): Promise<void> {
  server.forget();
  if (isOver(server.child)) return;
  const family = [server.pid, ...childrenOf(server.pid)].flatMap((pid) => identifyProcess(pid) ?? []);
  for (const { pid } of family) killIfThere(pid);
  const gone = await Promise.all(family.map((identity) => isGoneWithin(identity, 10_000)));
  if (gone.includes(false)) throw new Error(`PostgreSQL did not end: ${describe(family)}`);
}

/** What costs time and protects against nothing that a test does. Commits stay synchronous: else a SIGKILL loses the newest. */
const speed = {
  fsync: 'off',
  full_page_writes: 'off',
  shared_buffers: '16MB',
  max_connections: 60,
  dynamic_shared_memory_type: 'mmap',
};

async function untilReady(child: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let log = '';
  const fail = (reason: string) => reject(new Error(`PostgreSQL did not start: ${reason}\n${log}`));
  const timer = setTimeout(() => fail('no answer within 30 s'), 30_000);
  child.once('error', (error) => fail(error.message));
  child.once('exit', (code) => fail(`exit code ${code}`));
  child.stderr?.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString('utf8')).slice(-4000);
    if (log.includes('ready to accept connections')) resolve();
  });
  try {
    await promise;
  } finally {
    clearTimeout(timer);
  }
}

function isOver(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function childrenOf(pid: number): readonly number[] {
  return [...readParents()].filter(([, parent]) => parent === pid).map(([child]) => child);
}

/** A backend may end by itself between the look and the signal. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function describe(family: readonly ProcessIdentity[]): string {
  return family.map(({ pid }) => pid).join(', ');
}
