import { randomBytes } from 'node:crypto';
import { createTemporalClient } from '#adapters/temporal/connection.ts';
import { removeEverythingOf } from '#test/support/docker/client.ts';
import type { BenchContext } from '../context.ts';
import type { Figure, Result } from '../report/result.ts';
import { loadAverage } from '../support/machine.ts';
import { summarize, summarizeEach } from '../support/samples.ts';
import { type DirectInstall, installDirectly, removeFolders } from './direct.ts';
import { planFixture } from './plan-fixture.ts';
import { type InstallRun, installFixture } from './run-install.ts';

const goalMilliseconds = 250;
const fewestPairs = 15;
/** The first ones meet code that was never run. */
const uncounted = 2;

/** A service of one container through the API and by bare calls to the engine, in turns. */
export async function measureInstall(context: BenchContext): Promise<Result> {
  const { instance, cleanup, runs, say } = context;
  const label = `bench-${randomBytes(3).toString('hex')}`;
  const direct = await planFixture(instance, label);
  cleanup.later(() => removeEverythingOf(label));
  const address = `127.0.0.1:${instance.home.ports.temporal}`;
  const temporal = createTemporalClient({ address, namespace: 'showrunner' }, 'bench');
  const own: InstallRun[] = [];
  const bare: number[] = [];
  const pairs = Math.max(runs, fewestPairs);
  for (let pair = 1 - uncounted; pair <= pairs; pair += 1) {
    const time = await timeDirect(direct);
    const run = await installFixture(instance, temporal.client);
    if (pair < 1) continue;
    bare.push(time);
    own.push(run);
    if (pair % 5 === 0) say(`install: ${pair} of ${pairs} pairs, load ${loadAverage().toFixed(1)}`);
  }
  await temporal.close();
  return toResult(own, bare);
}

async function timeDirect(direct: DirectInstall): Promise<number> {
  const began = performance.now();
  await installDirectly(direct);
  const time = performance.now() - began;
  await removeEverythingOf(direct.label);
  await removeFolders(direct.spec);
  return time;
}

function toResult(own: readonly InstallRun[], bare: readonly number[]): Result {
  const whole = summarize(own.map(({ milliseconds }) => milliseconds));
  const calls = summarize(bare);
  const more = whole.p50 - calls.p50;
  return {
    title: 'one container',
    measured: { name: 'POST to closed task', unit: 'ms', samples: whole },
    against: { name: 'bare calls', unit: 'ms', samples: calls },
    outcome: {
      text: `+${more.toFixed(0)} ms (${(whole.p50 / calls.p50).toFixed(2)}×)`,
      goal: '≤ +250 ms',
      met: more <= goalMilliseconds,
    },
    parts: [
      ...[...summarizeEach(own.map(({ parts }) => parts))].map(([name, samples]) => ({
        name: `critical path: ${name}`,
        unit: 'ms' as const,
        samples,
      })),
      ...latencyFigures(own),
    ],
    notes: [
      'Bare calls: folder, volume, network, container, start, one look for its address, connections until the port is open, restart policy. Showrunner also looks first, plans, keeps a secret, records each step and sets up watching.',
    ],
  };
}

/** Of single activities and workflow tasks, over all runs. */
function latencyFigures(own: readonly InstallRun[]): readonly Figure[] {
  const activities = own.flatMap(({ latencies }) => latencies.activities);
  const byType = Map.groupBy(activities, ({ type }) => type);
  const figure = (name: string, values: readonly number[]): Figure => ({
    name,
    unit: 'ms',
    samples: summarize(values),
  });
  return [
    figure(
      'each activity: schedule to start',
      activities.map(({ scheduleToStart }) => scheduleToStart),
    ),
    figure(
      'each workflow task: schedule to completion',
      own.flatMap(({ latencies }) => latencies.workflowTasks),
    ),
    ...[...byType].map(([type, those]) =>
      figure(
        `activity ${type}: start to close`,
        those.map(({ startToClose }) => startToClose),
      ),
    ),
  ];
}
