import { join } from 'node:path';
import type { Home } from '#platform/home.ts';
import type { ChildSpec, Command } from '../contract.ts';
import { requirePort } from '../port-check.ts';
import { untilListening } from '../readiness.ts';
import { markerOf } from '../strays.ts';

export interface TemporalBinary {
  readonly binary: string;
  readonly serverVersion: string;
}

/** Temporal's dev server on loopback. Its namespace is made by `workers/setup.ts`. */
export function temporalSpec(home: Home, temporal: TemporalBinary): ChildSpec {
  return {
    name: 'temporal',
    kind: 'service',
    needs: [],
    prepare: () => prepare(home, temporal),
    ready: (_, signal) => untilListening('127.0.0.1', home.ports.temporal, signal),
    readyWithinMs: 30_000,
    stop: { graceMs: 10_000 },
  };
}

async function prepare(home: Home, { binary, serverVersion }: TemporalBinary): Promise<Command> {
  const { temporal, temporalUi, temporalMetrics } = home.ports;
  for (const port of [temporal, temporalUi, temporalMetrics]) await requirePort('temporal', port);
  return {
    file: binary,
    args: [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--log-level', 'warn'],
      ...[
        '--port',
        String(temporal),
        '--ui-port',
        String(temporalUi),
        '--metrics-port',
        String(temporalMetrics),
      ],
      ...['--db-filename', databaseFile(home, serverVersion)],
      ...tuning,
      ...queueWorkers,
      ...closedHttp,
    ],
    cwd: home.paths.temporal,
    variables: {
      HOME: home.paths.temporal,
      PATH: '/usr/bin:/bin',
      GOGC: collectAtGrowth,
      ...markerOf(home.id, 'temporal'),
    },
  };
}

/**
 * Per cent by which the heap may grow between collections; Go's own choice is 100. Half of it saves 40 MB after a stack was
 * installed, and costs no processor time that could be measured.
 */
const collectAtGrowth = '50';

/** The dev server never migrates its schema: another version begins with another file, which is safe, since it is disposable. */
function databaseFile(home: Home, serverVersion: string): string {
  return join(home.paths.temporal, `server-${serverVersion}.db`);
}

/**
 * By default every task waits for a 50 ms tick of the one history shard; with this an operation costs a fifth. WAL with
 * synchronous=NORMAL may lose the last transactions in a power cut, which a disposable store can afford.
 */
const tuning: readonly string[] = [
  ...['--dynamic-config-value', 'history.transferProcessorMaxPollRPS=5000'],
  ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
];

/**
 * Each of these queues has 512 workers by default, whose stacks grow with the first work that they get. Behind them is one SQLite
 * file, which one writes at a time.
 */
const queueWorkers: readonly string[] = [
  'transferProcessor',
  'timerProcessor',
  'memoryTimerProcessor',
  'visibilityProcessor',
  'archivalProcessor',
  'ReplicationProcessor',
  'ReplicationLowPriorityProcessor',
].flatMap((queue) => ['--dynamic-config-value', `history.${queue}SchedulerWorkerCount=32`]);

/**
 * The server also takes its calls as plain HTTP, on a port that it chooses, under any name and as `text/plain`: any page in a browser
 * on this machine could start a workflow with one form. Nothing here speaks that HTTP, and nobody has this name (RFC 6761).
 */
const closedHttp: readonly string[] = [
  ...['--dynamic-config-value', 'frontend.httpAllowedHosts=["nobody.invalid"]'],
];
