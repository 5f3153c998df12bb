import { randomBytes } from 'node:crypto';
import { removeEverythingOf } from '#test/support/docker/client.ts';
import type { BenchContext } from '../context.ts';
import { installDirectly, startContainer, stopContainer } from '../install/direct.ts';
import { planFixture } from '../install/plan-fixture.ts';
import type { Result } from '../report/result.ts';
import { criticalPath, type Parts } from '../support/critical-path.ts';
import { loadAverage } from '../support/machine.ts';
import { summarize, summarizeEach } from '../support/samples.ts';
import { readTimeline } from '../support/timeline.ts';
import { single } from './fixtures.ts';
import { ensureInstalled, type Life, now } from './life.ts';
import { operate } from './operate.ts';

type Operation = 'start' | 'stop';

const goalMilliseconds = 150;
const pairs = 15;
/** The first ones meet code that was never run. */
const uncounted = 2;
/** What the engine tells once it is done. */
const done = { start: 'start', stop: 'die' } as const;

interface Operated {
  /** From the request to the end of the task, as its stream tells it. */
  readonly milliseconds: number;
  /** From the request to the engine's event. */
  readonly toContainer: number;
  readonly parts: Parts & { readonly 'request and stream': number };
}

interface Seen {
  readonly own: Operated[];
  readonly bare: number[];
}

/** Stop and start of a service of one container, and the same calls to the engine, in turns. */
export async function measureOperations(context: BenchContext, life: Life): Promise<readonly Result[]> {
  const { cleanup, say } = context;
  await ensureInstalled(life, [single.name]);
  const label = `bench-${randomBytes(3).toString('hex')}`;
  const direct = { ...(await planFixture(context.instance, label, single)), subnet: '10.205.2.0/24' };
  cleanup.later(() => removeEverythingOf(label));
  await installDirectly(direct);
  const seen: Readonly<Record<Operation, Seen>> = {
    stop: { own: [], bare: [] },
    start: { own: [], bare: [] },
  };
  for (let pair = 1 - uncounted; pair <= pairs; pair += 1) {
    for (const operation of ['stop', 'start'] as const) {
      const call = operation === 'start' ? startContainer : stopContainer;
      const time = await timed(() => call(direct));
      const run = await operateOnce(life, operation);
      if (pair < 1) continue;
      seen[operation].bare.push(time);
      seen[operation].own.push(run);
    }
    if (pair % 5 === 0) say(`operations: ${pair} of ${pairs} pairs, load ${loadAverage().toFixed(1)}`);
  }
  return [toResult('stop', seen.stop), toResult('start', seen.start)];
}

async function operateOnce(life: Life, operation: Operation): Promise<Operated> {
  const { client, temporal, engine, story } = life;
  const container = life.containerOf(single.name);
  const [engineBefore, storyBefore] = [engine.position, story.position];
  const began = now();
  const { task, milliseconds } = await operate(client, temporal, operation, single.name);
  const { at } = await engine.until(
    engineBefore,
    `${operation} of ${container}`,
    (event) => event.container === container && event.action === done[operation],
  );
  await story.until(storyBefore, `the end of ${task}`, (event) => {
    return event.type === 'task.closed' && event.task === task;
  });
  const events = story.since(storyBefore).filter((event) => event.task === task);
  const parts = criticalPath(readTimeline(events), task);
  const known = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return {
    milliseconds,
    toContainer: at - began,
    parts: { ...parts, 'request and stream': milliseconds - known },
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function toResult(operation: Operation, { own, bare }: Seen): Result {
  const whole = summarize(own.map(({ milliseconds }) => milliseconds));
  const calls = summarize(bare);
  const more = whole.p50 - calls.p50;
  return {
    title: `${operation} of one container`,
    measured: { name: 'POST to closed task', unit: 'ms', samples: whole },
    against: { name: 'bare calls', unit: 'ms', samples: calls },
    outcome: {
      text: `+${more.toFixed(0)} ms (${(whole.p50 / calls.p50).toFixed(2)}×)`,
      goal: `≤ +${goalMilliseconds} ms`,
      met: more <= goalMilliseconds,
    },
    parts: [
      {
        name: `POST to the container’s ${operation}`,
        unit: 'ms',
        samples: summarize(own.map(({ toContainer }) => toContainer)),
      },
      ...[...summarizeEach(own.map(({ parts }) => parts))].map(([name, samples]) => ({
        name: `critical path: ${name}`,
        unit: 'ms' as const,
        samples,
      })),
    ],
    notes: [
      operation === 'start'
        ? 'Bare calls: start, one look for its address, connections until the port is open, restart policy.'
        : 'Bare calls: restart policy, stop.',
    ],
  };
}
