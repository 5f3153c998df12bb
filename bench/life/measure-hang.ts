import { randomBytes } from 'node:crypto';
import { rawDocker } from '#test/support/docker/client.ts';
import type { BenchContext } from '../context.ts';
import { fixture } from '../install/fixture.ts';
import type { Result } from '../report/result.ts';
import { loadAverage } from '../support/machine.ts';
import { percentile, summarize, summarizeEach } from '../support/samples.ts';
import { readTimeline, type TaskTimes } from '../support/timeline.ts';
import { startAutoheal } from './autoheal.ts';
import { commandOf, graceSeconds, hanging, type LifeFixture, probe } from './fixtures.ts';
import { ensureInstalled, type Life, now, startAfresh } from './life.ts';

/** Milliseconds since the program was stopped. */
interface Healed {
  readonly known: number;
  readonly running: number;
  readonly healthy: number;
}

/** Where Showrunner's time goes once the hang is known. */
type HangParts = Readonly<Record<string, number>>;

/** Programs that stand still, ten at a time, and as many beside them that only the engine and a loop look after. */
export async function measureHang(context: BenchContext, life: Life): Promise<Result> {
  const { cleanup, samples, say } = context;
  const label = `bench-${randomBytes(3).toString('hex')}`;
  await ensureInstalled(
    life,
    hanging.map(({ name }) => name),
  );
  cleanup.later(() => removeAll(label));
  await Promise.all(hanging.map((one) => runWithHealthcheck(label, one)));
  await Promise.all(hanging.map((one) => untilHealthy(life, 0, nameIn(label, one))));
  startAutoheal({ label }, cleanup);
  const own: (Healed & { readonly parts: HangParts })[] = [];
  const polled: Healed[] = [];
  while (own.length < samples) {
    const [ours, theirs] = await Promise.all([
      Promise.all(hanging.map(({ name }) => hangInShowrunner(life, name))),
      Promise.all(hanging.map((one) => hangUnderLoop(life, nameIn(label, one)))),
    ]);
    own.push(...ours);
    polled.push(...theirs);
    say(`hang: ${own.length} of ${samples}, load ${loadAverage().toFixed(1)}`);
    await Promise.all(hanging.map(({ name }) => startAfresh(life, name)));
  }
  return toResult(own, polled);
}

async function hangInShowrunner(
  life: Life,
  service: string,
): Promise<Healed & { readonly parts: HangParts }> {
  const { engine, story } = life;
  const container = life.containerOf(service);
  const [engineBefore, storyBefore] = [engine.position, story.position];
  const began = await standStill(container);
  const changed = (health: 'healthy' | 'unhealthy', from: number) =>
    story.until(
      from,
      `${service} ${health}`,
      (event) =>
        event.type === 'service.changed' &&
        event.service === service &&
        event.data.health === health &&
        (health === 'unhealthy' || event.data.status === 'running'),
    );
  const known = await changed('unhealthy', storyBefore);
  const healthy = await changed('healthy', storyBefore);
  const { at: running } = await startOf(life, engineBefore, container);
  const { task = '' } = await story.until(storyBefore, `the end of the recovery of ${service}`, (event) => {
    return event.type === 'task.closed' && event.service === service;
  });
  const own = story.since(storyBefore).filter((event) => event.task === task);
  return {
    parts: partsOf(readTimeline(own).get(task), Date.parse(known.time)),
    known: Date.parse(known.time) - began,
    running: running - began,
    healthy: Date.parse(healthy.time) - began,
  };
}

function partsOf(times: TaskTimes | undefined, known: number): HangParts {
  if (times === undefined) return {};
  const taken = (type: string) =>
    times.steps
      .filter(({ step }) => step.type === type)
      .reduce((sum, { started, ended }) => sum + ended - started, 0);
  return {
    'known to planned': times.planned - known,
    'step: stop': taken('stopContainer'),
    'step: start': taken('startContainer'),
    'step: wait for health': taken('waitHealthy'),
  };
}

async function hangUnderLoop(life: Life, container: string): Promise<Healed> {
  const before = life.engine.position;
  const began = await standStill(container);
  const { at: known } = await life.engine.until(
    before,
    `${container} unhealthy`,
    (event) => event.container === container && event.action === 'health_status: unhealthy',
  );
  const { at: running } = await startOf(life, before, container);
  const { at: healthy } = await untilHealthy(life, before, container);
  return { known: known - began, running: running - began, healthy: healthy - began };
}

async function standStill(container: string): Promise<number> {
  await rawDocker().getContainer(container).kill({ signal: 'SIGSTOP' });
  return now();
}

function startOf({ engine }: Life, position: number, container: string) {
  return engine.until(
    position,
    `start of ${container}`,
    (event) => event.container === container && event.action === 'start',
  );
}

function untilHealthy({ engine }: Life, position: number, container: string) {
  return engine.until(
    position,
    `${container} healthy`,
    (event) => event.container === container && event.action === 'health_status: healthy',
  );
}

/** The same image, command and probe; the probe is the engine's own. */
async function runWithHealthcheck(label: string, one: LifeFixture): Promise<void> {
  const second = 1_000_000_000;
  // The image's wget is linked statically and has no resolver to go with it.
  const ask = `printf 'GET ${probe.page} HTTP/1.0\\r\\n\\r\\n' | nc 127.0.0.1 ${one.port} | grep -q well`;
  const container = await rawDocker().createContainer({
    name: nameIn(label, one),
    Image: fixture.image,
    Cmd: [...commandOf(one)],
    Labels: { bench: label },
    StopTimeout: graceSeconds,
    Healthcheck: {
      Test: ['CMD', '/bin/busybox', 'sh', '-c', ask],
      Interval: probe.interval * second,
      Timeout: probe.timeout * second,
      Retries: probe.retries,
    },
  });
  await container.start();
}

function nameIn(label: string, { name }: LifeFixture): string {
  return `${label}-${name}`;
}

async function removeAll(label: string): Promise<void> {
  const docker = rawDocker();
  const found = await docker.listContainers({ all: true, filters: { label: [`bench=${label}`] } });
  await Promise.all(found.map(({ Id }) => docker.getContainer(Id).remove({ v: true, force: true })));
}

function toResult(
  own: readonly (Healed & { readonly parts: HangParts })[],
  polled: readonly Healed[],
): Result {
  const of = (all: readonly Healed[], what: keyof Healed) => all.map((one) => one[what]);
  const [ours, theirs] = [of(own, 'healthy'), of(polled, 'healthy')];
  const [late, later] = [percentile(ours, 0.95), percentile(theirs, 0.95)];
  const figure = (name: string, values: readonly number[]) => ({
    name,
    unit: 's' as const,
    samples: summarize(values),
  });
  return {
    title: 'program hung, healthy again',
    measured: figure('hang to healthy', ours),
    against: figure('docker-autoheal’s way', theirs),
    outcome: {
      text: `p95 ${(late / 1000).toFixed(1)} s (loop: ${(later / 1000).toFixed(1)} s)`,
      goal: 'p95 below the loop’s',
      met: late < later,
    },
    parts: [
      figure('known to be unhealthy', of(own, 'known')),
      ...[...summarizeEach(own.map(({ parts }) => parts))].map(([name, samples]) => ({
        name,
        unit: 's' as const,
        samples,
      })),
      figure('running again', of(own, 'running')),
      figure('the engine and the loop: known to be unhealthy', of(polled, 'known')),
      figure('the engine and the loop: running again', of(polled, 'running')),
    ],
    notes: [
      `SIGSTOP to the container’s first process, ten services at a time. Both sides: a page every ${probe.interval} s, ${probe.timeout} s of patience, unhealthy after ${probe.retries} failures, ${graceSeconds} s of grace before the kill. An ailing service is probed every 2 s by Showrunner; the engine keeps to the interval, and asks for the first time one interval after the start.`,
    ],
  };
}
