import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '#platform/environment.ts';
import { homePaths } from '#platform/home.ts';
import { ensureTemporalBinary } from '#supervisor/temporal-binary.ts';
import { freePort } from '#test/support/docker/wait-for.ts';
import { end, untilReady } from '#test/support/processes/programs.ts';

/** Temporal's dev server for tests, in memory unless a file is asked for. */
export interface TestTemporal {
  readonly address: string;
  /** SIGKILL, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again on the same port and file. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startTestTemporal(): Promise<TestTemporal> {
  const folder = await mkdtemp(join(tmpdir(), 'showrunner-temporal-'));
  const binary = await ensureTemporalBinary(homePaths(folder), {
    environment: readEnvironment(),
    onProgress: tell,
  });
  const [port, uiPort, metricsPort] = [await freePort(), await freePort(), await freePort()];
  const launch = () =>
    start(binary, ['--db-filename', join(folder, 'server.db')], [port, uiPort, metricsPort]);
  let server: ChildProcess | undefined = await launch();
  const kill = async () => {
    if (server !== undefined) await end(server);
    server = undefined;
  };
  return {
    address: `127.0.0.1:${port}`,
    kill,
    restart: async () => {
      await kill();
      server = await launch();
    },
    stop: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function start(
  binary: string,
  database: readonly string[],
  ports: readonly [number, number, number],
): Promise<ChildProcess> {
  const [port, uiPort, metricsPort] = ports.map(String);
  const server = spawn(
    binary,
    [
      ...['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--log-level', 'error'],
      ...['--port', port ?? '', '--ui-port', uiPort ?? '', '--metrics-port', metricsPort ?? '', ...database],
      ...['--dynamic-config-value', 'history.transferProcessorMaxPollRPS=5000'],
      ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
    ],
    { stdio: 'ignore' },
  );
  await untilReady(server, { what: 'Temporal’s dev server', isReady: () => accepts(Number(port)) });
  return server;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.destroy());
  });
}

function tell(message: string): void {
  process.stdout.write(`${message}\n`);
}
