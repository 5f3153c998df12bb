import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readEnvironment } from '#platform/environment.ts';
import { type ControlPlane, startControlPlane } from '#test/support/control-plane/control-plane.ts';
import { startRoot } from '#test/support/control-plane/processes.ts';
import type { BenchContext } from '../context.ts';
import type { Result } from '../report/result.ts';
import { loadAverage } from '../support/machine.ts';
import { percentile, summarize } from '../support/samples.ts';
import { probe, services, size } from './crowd.ts';
import { type Pages, servePages } from './pages.ts';
import { childWith, type ProcessUse, readUse } from './process-use.ts';
import { seedServices } from './seed.ts';

const goalCores = 0.05;
const idleSeconds = 60;
/** Nothing was told for so long: what the start had to say has been taken in. */
const quietSeconds = 35;
const quietWithinSeconds = 180;
const knownWithinSeconds = 240;

type Names = 'central worker' | 'host worker' | 'temporal';
type Uses = Readonly<Record<Names, ProcessUse>>;

/** A thousand services whose engine is in memory; Temporal, PostgreSQL, central worker and probes are real. */
export async function measureThousand({ cleanup, say }: BenchContext): Promise<readonly Result[]> {
  const pages = await servePages(cleanup);
  const plane = await startControlPlane();
  cleanup.later(() => plane.stop());
  await plane.processes.host.stop();
  const host = await startFakeHost(plane, cleanup);
  await seedServices(plane);
  say(`thousand: ${size} rows and monitors, load ${loadAverage().toFixed(1)}`);
  const pids = {
    'central worker': plane.processes.central.pid,
    'host worker': host.pid,
    temporal: await childWith('start-dev'),
  };
  await untilQuiet(plane);
  const idle = await measureIdle(plane, pages, pids);
  say(`thousand: idle, load ${loadAverage().toFixed(1)}`);
  const failure = await measureFailure(plane, pages, pids);
  return [idle, failure];
}

async function startFakeHost(plane: ControlPlane, cleanup: BenchContext['cleanup']) {
  const { home, folders, configuration } = plane;
  const root = dirname(folders.data);
  const environment = readEnvironment();
  const host = await startRoot({
    name: 'fake-host',
    script: 'test/support/fake-host/main.ts',
    home,
    variables: {
      PATH: environment.path,
      HOME: root,
      SHOWRUNNER_HOME: home.paths.root,
      SHOWRUNNER_INSTANCE: home.name,
      SHOWRUNNER_TEMPORAL_ADDRESS: configuration.temporal.address,
      SHOWRUNNER_DATABASE_URL_FILE: join(root, 'database-url'),
    },
  });
  cleanup.later(() => host.kill());
  return host;
}

/** In any case it goes on in the end: what is not quiet by then is part of the result. */
async function untilQuiet({ ports }: ControlPlane): Promise<void> {
  const end = Date.now() + quietWithinSeconds * 1000;
  for (let head = -1; Date.now() < end; ) {
    const now = await ports.events.head();
    if (now === head) return;
    head = now;
    await delay(quietSeconds * 1000);
  }
}

async function measureIdle(
  plane: ControlPlane,
  pages: Pages,
  pids: Readonly<Record<Names, number>>,
): Promise<Result> {
  const before = { uses: await readUses(pids), head: await plane.ports.events.head(), asked: pages.asked };
  await delay(idleSeconds * 1000);
  const uses = await readUses(pids);
  const events = (await plane.ports.events.read({ after: before.head, limit: 1000 })).length;
  const probes = (pages.asked - before.asked) / idleSeconds;
  const cores = (name: Names) => (uses[name].cpuSeconds - before.uses[name].cpuSeconds) / idleSeconds;
  const all = cores('central worker') + cores('host worker') + cores('temporal');
  return {
    title: `${size} watched services, nothing changes`,
    measured: { name: 'processor', unit: 'cores', samples: summarize([all]) },
    outcome: {
      text: `${all.toFixed(3)} cores, ${events} events in ${idleSeconds} s`,
      goal: `≤ ${goalCores} cores, 0 events`,
      met: all <= goalCores && events === 0,
    },
    parts: [
      ...(['central worker', 'host worker', 'temporal'] as const).flatMap((name) => [
        { name: `${name}: processor`, unit: 'cores' as const, samples: summarize([cores(name)]) },
        { name: `${name}: resident`, unit: 'MB' as const, samples: summarize([uses[name].residentBytes]) },
      ]),
    ],
    notes: [
      `Over ${idleSeconds} s; ${probes.toFixed(1)} probes a second, each a request to a page on loopback at an interval of ${probe.intervalSeconds} s. The engine is in memory, so its part of a probe, one look at the container, is not in these figures.`,
    ],
  };
}

async function measureFailure(
  plane: ControlPlane,
  pages: Pages,
  pids: Readonly<Record<Names, number>>,
): Promise<Result> {
  const before = await readUses(pids);
  const head = await plane.ports.events.head();
  const began = Date.now();
  pages.fail();
  const known = await untilKnown(plane, head, began);
  const uses = await readUses(pids);
  const seconds = (Date.now() - began) / 1000;
  const times = [...known.values()];
  const all = times.length === size;
  const cores = (name: Names) => (uses[name].cpuSeconds - before[name].cpuSeconds) / seconds;
  return {
    title: `all ${size} fail at once`,
    measured: { name: 'failure to the row that says so', unit: 's', samples: summarize(times) },
    outcome: {
      text: `p95 ${(percentile(times, 0.95) / 1000).toFixed(1)} s, all after ${(Math.max(...times) / 1000).toFixed(1)} s${all ? '' : `; ${size - times.length} not known`}`,
      goal: 'all are known',
      met: all,
    },
    parts: (['central worker', 'host worker', 'temporal'] as const).flatMap((name) => [
      { name: `${name}: processor`, unit: 'cores' as const, samples: summarize([cores(name)]) },
      {
        name: `${name}: resident at the end`,
        unit: 'MB' as const,
        samples: summarize([uses[name].residentBytes]),
      },
    ]),
    notes: [
      `A probe every ${probe.intervalSeconds} s, then every 2 s; unhealthy after ${probe.retries} failures: before ${Math.round(probe.intervalSeconds * 1.1 + 2 * 2.2)} s nobody can know of all. Those that are known are being recovered meanwhile, which is most of the work.`,
    ],
  };
}

/** Milliseconds until each service's row said that it is not well, as its event tells. */
async function untilKnown(
  { ports }: ControlPlane,
  head: number,
  began: number,
): Promise<ReadonlyMap<string, number>> {
  const known = new Map<string, number>();
  let after = head;
  while (known.size < services.length && Date.now() < began + knownWithinSeconds * 1000) {
    const events = await ports.events.read({ after, limit: 1000 });
    for (const event of events) {
      after = event.position;
      const { service = '' } = event;
      if (event.type !== 'service.changed' || event.data.health !== 'unhealthy' || known.has(service))
        continue;
      known.set(service, Date.parse(event.time) - began);
    }
    if (events.length === 0) await delay(250);
  }
  return known;
}

async function readUses(pids: Readonly<Record<Names, number>>): Promise<Uses> {
  const [central, host, temporal] = await Promise.all([
    readUse(pids['central worker']),
    readUse(pids['host worker']),
    readUse(pids.temporal),
  ]);
  return { 'central worker': central, 'host worker': host, temporal };
}
