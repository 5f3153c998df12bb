import { beforeEach, describe, expect, it } from 'vitest';
import { parseTaskId } from '#contracts/ids.ts';
import { DomainError } from '#domain/errors.ts';
import { type HostId, hostId, type ServiceId, serviceId, type TaskId } from '#domain/ids.ts';
import type { Service } from '#domain/service.ts';
import type { HostReconciler } from '#ports/host-reconciler.ts';
import type { ServiceFilter } from '#ports/service-store.ts';
import {
  change,
  claim,
  draft,
  prowlarr,
  requires,
  runOf,
  sonarr,
} from '#test/contract/service-store/fixtures.ts';
import {
  createMemoryEventLog,
  createMemoryHostStore,
  createMemoryRecoveryStore,
  createMemoryServiceStore,
  createMemoryTaskEngine,
  createMemoryTaskStore,
} from '#test/support/memory/index.ts';
import { archiveClosed } from '#workers/sweeper/archive-closed.ts';
import { compareHosts } from '#workers/sweeper/compare-hosts.ts';
import { dropForgotten } from '#workers/sweeper/drop-forgotten.ts';
import { eachOf } from '#workers/sweeper/each-of.ts';
import { ensureWatchers, type Tally } from '#workers/sweeper/ensure-watchers.ts';
import { settleLost } from '#workers/sweeper/settle-lost.ts';

const origin = { correlationId: 'request', requestedBy: 'test' };
const host = hostId('local');

let world: ReturnType<typeof createWorld>;
beforeEach(() => {
  world = createWorld();
});

function createWorld() {
  const events = createMemoryEventLog();
  const services = createMemoryServiceStore(events);
  return {
    events,
    services,
    hostStore: createMemoryHostStore(services, events),
    tasks: createMemoryTaskStore(),
    recoveries: createMemoryRecoveryStore(events),
    engine: createMemoryTaskEngine(),
  };
}

async function terminated(name: string): Promise<TaskId> {
  const input = { service: serviceId(name), host, origin };
  const task = await world.engine.start({ operation: 'install', input, summary: name });
  world.engine.describeAs(task, { status: 'terminated' });
  return task;
}

const opened = (task: TaskId, service?: Service['id']) =>
  world.events.append([
    {
      id: `${parseTaskId(task).runId}/opened`,
      type: 'task.opened',
      time: new Date().toISOString(),
      correlationId: 'request',
      task,
      ...(service === undefined ? {} : { service }),
      data: { operation: 'install', requestedBy: 'test' },
    },
  ]);

const closings = () => world.events.all().flatMap((event) => (event.type === 'task.closed' ? [event] : []));

describe('the archive', () => {
  it('tells the end of a run that could not tell it itself, once', async () => {
    const task = await terminated('sonarr');
    await opened(task);
    await archiveClosed(world);
    await archiveClosed(world, { thorough: true });
    expect(closings()).toMatchObject([{ task, service: 'sonarr', data: { status: 'terminated' } }]);
    expect((await world.tasks.archived(task))?.status).toBe('terminated');
  });

  it('tells no end of a run whose events are not kept', async () => {
    await terminated('sonarr');
    await archiveClosed(world);
    expect(closings()).toEqual([]);
  });

  it('is completed below a gap by a thorough round only', async () => {
    const tasks: TaskId[] = [];
    for (let count = 0; count < 250; count += 1) tasks.push(await terminated(`s${count}`));
    for (const id of tasks.slice(150)) {
      const known = (await world.engine.list({ limit: 250 })).tasks.find((task) => task.id === id);
      if (known !== undefined) await world.tasks.archive({ ...known, steps: [], children: [] });
    }
    await archiveClosed(world);
    expect((await world.tasks.known(tasks)).size).toBe(100);
    await archiveClosed(world, { thorough: true });
    expect((await world.tasks.known(tasks)).size).toBe(250);
  });
});

describe('forgotten claims', () => {
  const desired = async (id: Service['id']) => (await world.services.get(id))?.desired;

  it('of a dependency go as soon as nothing requires it', async () => {
    const dependency = draft(prowlarr, { origin: 'dependency' });
    await world.services.claimInstall(claim([draft(sonarr), dependency], [requires(sonarr, prowlarr)]));
    await dropForgotten(world);
    expect(await desired(prowlarr)).toBe('running');
    await world.services.withdrawEdges(sonarr);
    await dropForgotten(world);
    expect(await desired(prowlarr)).not.toBe('running');
  });

  it('of a request stay for an hour, and while a batch may come to them', async () => {
    await world.services.claimInstall(claim([draft(sonarr)]));
    const old = { ...world.services, list: async () => (await world.services.list()).map(anHourOlder) };
    await dropForgotten(world);
    expect(await desired(sonarr)).toBe('running');
    const input = { origin, stages: [] };
    const batch = await world.engine.start({ operation: 'batch', input, key: 'one', summary: 'batch' });
    await dropForgotten({ ...world, services: old });
    expect(await desired(sonarr)).toBe('running');
    world.engine.describeAs(batch, { status: 'failed' });
    await dropForgotten({ ...world, services: old });
    expect(await desired(sonarr)).not.toBe('running');
  });

  it('stay when a run is about to begin them', async () => {
    await world.services.claimInstall(claim([draft(prowlarr, { origin: 'dependency' })]));
    const input = { service: prowlarr, host, origin };
    await world.engine.start({ operation: 'install', input, summary: 'install prowlarr' });
    await dropForgotten(world);
    expect(await desired(prowlarr)).toBe('running');
  });

  const anHourOlder = (service: Service): Service => ({
    ...service,
    since: new Date(Date.parse(service.since) - 3_600_001).toISOString(),
  });
});

describe('watchers', () => {
  function control(outcome: 'started' | 'present') {
    const calls: string[] = [];
    const note = <Result>(word: string, result: Result) => {
      calls.push(word);
      return Promise.resolve(result);
    };
    return {
      calls,
      countMonitors: async () => 1,
      ensureHost: () => note('host', outcome),
      stopHost: () => note('stop host', 'stopped' as const),
      ensureMonitor: () => note('monitor', outcome),
      stopMonitor: () => note('stop', 'stopped' as const),
      hosts: {
        reconcile: async (asked: HostId, services: readonly ServiceId[]) =>
          note(`compare ${asked}: ${services.join(' ')}`, { services: services.length, differing: [] }),
      },
    };
  }

  it('are there for every service that is up, and for its host', async () => {
    const monitors = control('present');
    await ensureWatchers({ ...world, services: await withRunning(), monitors, hosts: monitors.hosts });
    expect(monitors.calls).toEqual(['host', 'monitor']);
  });

  it('are asked for one by one only while the number of services or of monitors is another than before', async () => {
    const ports = { ...world, services: await withRunning() };
    const asked = async (count: number, before?: Tally) => {
      const monitors = { ...control('present'), countMonitors: async () => count };
      const tally = await ensureWatchers({ ...ports, monitors, hosts: monitors.hosts }, before);
      return { tally, asked: monitors.calls.includes('monitor') };
    };
    expect(await asked(3)).toEqual({ tally: { up: 1, monitors: 3 }, asked: true });
    expect(await asked(3, { up: 1, monitors: 3 })).toMatchObject({ asked: false });
    expect(await asked(2, { up: 1, monitors: 3 })).toMatchObject({ asked: true });
    expect(await asked(3, { up: 2, monitors: 3 })).toMatchObject({ asked: true });
  });

  it('that were begun count in the next round', async () => {
    const monitors = control('started');
    const ports = { ...world, services: await withRunning(), monitors, hosts: monitors.hosts };
    expect(await ensureWatchers(ports)).toEqual({ up: 1, monitors: 2 });
  });

  it('that are new are told how their services are, for what was told before was heard by nobody', async () => {
    const monitors = control('started');
    await ensureWatchers({ ...world, services: await withRunning(), monitors, hosts: monitors.hosts });
    expect(monitors.calls).toEqual(['host', 'monitor', 'compare local: sonarr']);
  });

  it('that are new learn it later from a host that is away', async () => {
    const monitors = control('started');
    const away = new DomainError('engine-unreachable', 'The host is away.');
    const hosts = { reconcile: () => Promise.reject(away) };
    await ensureWatchers({ ...world, services: await withRunning(), monitors, hosts });
    expect(monitors.calls).toEqual(['host', 'monitor']);
  });

  it('are there for a host on which nothing runs yet', async () => {
    const monitors = control('started');
    await world.hostStore.ensureLocal(host, '127.0.0.1');
    await ensureWatchers({ ...world, monitors, hosts: monitors.hosts });
    expect(monitors.calls).toEqual(['host']);
  });

  it('do not outlive a host that was removed meanwhile', async () => {
    const monitors = control('started');
    await world.hostStore.ensureLocal(host, '127.0.0.1');
    const hostStore = { ...world.hostStore, get: async () => undefined };
    await ensureWatchers({ ...world, hostStore, monitors, hosts: monitors.hosts });
    expect(monitors.calls).toEqual(['host', 'stop host']);
  });

  it('do not outlive a service that was uninstalled meanwhile', async () => {
    const monitors = control('started');
    const services = await withRunning();
    const gone = { ...services, get: async () => undefined };
    await ensureWatchers({ ...world, services: gone, monitors, hosts: monitors.hosts });
    expect(monitors.calls).toEqual(['host', 'monitor', 'stop']);
  });

  async function withRunning() {
    await world.hostStore.ensureLocal(host, '127.0.0.1');
    await world.services.claimInstall(claim([draft(sonarr)]));
    const row = await world.services.get(sonarr);
    if (row === undefined) throw new Error('The claim made no row.');
    const running: Service = { ...row, status: 'running' };
    const list = async ({ status = [] }: ServiceFilter = {}) => (status.includes('failed') ? [] : [running]);
    return { ...world.services, list, get: async () => running };
  }
});

describe('a round', () => {
  const visited: number[] = [];
  const failing = (error: Error) => (item: number) => {
    visited.push(item);
    return item === 1 ? Promise.reject(error) : Promise.resolve();
  };
  beforeEach(() => {
    visited.length = 0;
  });

  it('goes on past one that fails, and fails in the end', async () => {
    await expect(eachOf([1, 2], failing(new Error('of its own')))).rejects.toThrow('1 of 2 failed');
    expect(visited).toEqual([1, 2]);
  });

  it('ends with an outage, which would meet all the others', async () => {
    const outage = new DomainError('database-unreachable', 'Postgres is away.');
    await expect(eachOf([1, 2], failing(outage))).rejects.toBe(outage);
    expect(visited).toEqual([1]);
  });
});

describe('an operation that was lost', () => {
  /** sonarr in the state, with a run that nobody knows any more. */
  async function left(status: 'installing' | 'stopping', desired: 'running' | 'stopped'): Promise<void> {
    await world.services.claimInstall(claim([draft(sonarr)]));
    const installing = runOf(sonarr);
    await world.services.transition(change(sonarr, 'installing', installing));
    if (status === 'installing') return;
    await world.services.transition(change(sonarr, 'running', installing, { release: true }));
    await world.services.transition(change(sonarr, status, runOf(sonarr), { desired }));
  }

  it('is followed by a recovery where the service is to run', async () => {
    await left('installing', 'running');
    await settleLost(world);
    expect(await world.services.get(sonarr)).toMatchObject({ status: 'failed', desired: 'running' });
    expect(world.engine.started).toMatchObject([
      { operation: 'recover', input: { service: sonarr, cause: 'its operation was lost' } },
    ]);
  });

  it('is followed by a stop where it is to be stopped', async () => {
    await left('stopping', 'stopped');
    await settleLost(world);
    expect(world.engine.started).toMatchObject([{ operation: 'stop', input: { service: sonarr } }]);
  });

  it('is settled once', async () => {
    await left('installing', 'running');
    await settleLost(world);
    await settleLost(world);
    expect(world.engine.started).toHaveLength(1);
  });

  it('is followed by it in the next round when this one ended after the mark', async () => {
    await left('installing', 'running');
    world.engine.outage.begin();
    const engine = { ...world.engine, describe: async () => undefined };
    await expect(settleLost({ ...world, engine })).rejects.toMatchObject({ code: 'temporal-unreachable' });
    expect(await world.services.get(sonarr)).toMatchObject({ status: 'failed' });
    world.engine.outage.end();
    await settleLost(world);
    expect(world.engine.started).toMatchObject([{ operation: 'recover' }]);
  });

  it('is not followed by a second one when the first has ended without taking the service', async () => {
    await left('installing', 'running');
    await settleLost(world);
    const [task] = (await world.engine.list({ limit: 1 })).tasks;
    if (task === undefined) throw new Error('There is no recovery.');
    await opened(task.id, sonarr);
    world.engine.describeAs(task.id, { status: 'failed' });
    await settleLost(world);
    expect(world.engine.started).toHaveLength(1);
  });

  it('has nothing to do with a service that failed in another way', async () => {
    const run = runOf(sonarr);
    await world.services.claimInstall(claim([draft(sonarr)]));
    await world.services.transition(change(sonarr, 'installing', run));
    await world.services.transition(change(sonarr, 'failed', run, { release: true }));
    await settleLost(world);
    expect(world.engine.started).toEqual([]);
  });
});

describe('comparing hosts', () => {
  it('names those services that should be there, so that one without a container is noticed', async () => {
    const installing = runOf(sonarr);
    await world.services.claimInstall(claim([draft(sonarr), draft(prowlarr)]));
    await world.services.transition(change(sonarr, 'installing', installing));
    await world.services.transition(change(sonarr, 'running', installing, { release: true }));
    const asked: unknown[] = [];
    const hosts: HostReconciler = {
      reconcile: async (...request) => {
        asked.push(request);
        return { services: 1, differing: [] };
      },
    };
    await compareHosts({ services: world.services, hosts });
    expect(asked).toEqual([[host, [sonarr]]]);
  });
});
