import { randomBytes } from 'node:crypto';
import { rawDocker, removeEverythingOf } from '#test/support/docker/client.ts';
import type { BenchContext } from '../context.ts';
import { type DirectInstall, installDirectly, makeContainer, startContainer } from '../install/direct.ts';
import { planFixture } from '../install/plan-fixture.ts';
import type { Result } from '../report/result.ts';
import { loadAverage } from '../support/machine.ts';
import { percentile, summarize, summarizeEach } from '../support/samples.ts';
import { startAutoheal } from './autoheal.ts';
import { single } from './fixtures.ts';
import { ensureInstalled, type Life, now, startAfresh } from './life.ts';
import { untilReleased } from './operate.ts';
import { removalParts } from './removal-parts.ts';

const goalMilliseconds = 1000;

interface Recovered {
  /** From the removal call's return to the start, as the engine tells it. */
  readonly milliseconds: number;
  readonly parts: Readonly<Record<string, number>>;
  readonly attempts: number;
}

/** A container that somebody removes, and the loop that would look for it, in turns. */
export async function measureRemoval(context: BenchContext, life: Life): Promise<Result> {
  const { cleanup, samples, say } = context;
  await ensureInstalled(life, [single.name]);
  const label = `bench-${randomBytes(3).toString('hex')}`;
  const direct = { ...(await planFixture(context.instance, label, single)), subnet: '10.205.1.0/24' };
  cleanup.later(() => removeEverythingOf(label));
  await installDirectly(direct);
  const bare: number[] = [];
  const make = async () => void bare.push(await timeMaking(direct));
  startAutoheal({ label, missing: { container: direct.spec.name, make } }, cleanup);
  const own: Recovered[] = [];
  const polled: number[] = [];
  for (let run = 0; run <= samples; run += 1) {
    const recovered = await removeFromShowrunner(life);
    const found = await removeFromLoop(life, direct.spec.name);
    // The first one meets code that was never run.
    if (run > 0) own.push(recovered);
    if (run > 0) polled.push(found);
    if (run % 10 === 0) say(`removal: ${run} of ${samples}, load ${loadAverage().toFixed(1)}`);
  }
  return toResult(own, polled, bare);
}

async function removeFromShowrunner(life: Life): Promise<Recovered> {
  const { engine, story, temporal } = life;
  const container = life.containerOf(single.name);
  const [engineBefore, storyBefore] = [engine.position, story.position];
  const removed = await remove(container);
  const event = (action: string) =>
    engine.until(
      engineBefore,
      `${action} of ${container}`,
      (one) => one.container === container && one.action === action,
    );
  const { at: died } = await event('die');
  const { at: started } = await event('start');
  const { task = '' } = await story.until(
    storyBefore,
    `the recovery of ${single.name}`,
    ({ type, service, data }) =>
      type === 'task.closed' && service === single.name && 'status' in data && data.status === 'succeeded',
  );
  await untilReleased(temporal, task);
  const told = story.since(storyBefore);
  const attempts = told.filter(({ type }) => type === 'task.opened').length;
  const parts = removalParts({ died, started, removed, story: told, task });
  await startAfresh(life, single.name);
  return { milliseconds: started - removed, parts, attempts };
}

async function removeFromLoop({ engine }: Life, container: string): Promise<number> {
  const before = engine.position;
  const removed = await remove(container);
  const { at } = await engine.until(
    before,
    `a new ${container}`,
    (event) => event.container === container && event.action === 'start',
  );
  return at - removed;
}

/** When the call returned. */
async function remove(container: string): Promise<number> {
  await rawDocker().getContainer(container).remove({ force: true });
  return now();
}

async function timeMaking(direct: DirectInstall): Promise<number> {
  const began = performance.now();
  await makeContainer(direct);
  await startContainer(direct);
  return performance.now() - began;
}

function toResult(own: readonly Recovered[], polled: readonly number[], bare: readonly number[]): Result {
  const times = own.map(({ milliseconds }) => milliseconds);
  const late = percentile(times, 0.95);
  const again = own.filter(({ attempts }) => attempts > 1).length;
  return {
    title: 'container removed by hand, running again',
    measured: { name: 'removal to start', unit: 'ms', samples: summarize(times) },
    against: { name: 'a loop of 5 s', unit: 'ms', samples: summarize(polled) },
    outcome: {
      text: `p95 ${late.toFixed(0)} ms (loop: ${percentile(polled, 0.95).toFixed(0)} ms)`,
      goal: 'p95 ≤ 1000 ms',
      met: late <= goalMilliseconds,
    },
    parts: [
      ...[...summarizeEach(own.map(({ parts }) => parts))].map(([name, samples]) => ({
        name,
        unit: 'ms' as const,
        samples,
      })),
      { name: 'bare calls of the loop: create, start, answer, policy', unit: 'ms', samples: summarize(bare) },
    ],
    notes: [
      'From the return of the removal call to the start, as the engine’s events tell it. Between two runs a stop and a start end what recovery remembers: each run is a first attempt.',
      `Runs that took more than one attempt: ${again} of ${own.length}.`,
      'docker-autoheal restarts what is unhealthy and makes nothing; the loop beside it makes what is missing by the same calls, every five seconds, with all that the container needs in place.',
    ],
  };
}
