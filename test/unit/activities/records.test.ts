import { beforeEach, describe, expect, it } from 'vitest';
import { saveService, startMonitor, stopMonitor } from '#activities/steps/records.ts';
import { parseTaskId } from '#contracts/ids.ts';
import { hostId, serviceId } from '#domain/ids.ts';
import type { MonitorControl } from '#ports/monitor-control.ts';
import { aDefinition } from '#test/support/domain/index.ts';
import { createMemoryServiceStore, type MemoryServiceStore } from '#test/support/memory/index.ts';
import { aTask, tools } from './support/tools.ts';

const sonarr = serviceId('sonarr');
const links = { 'sonarr-app-login-sonarr': 'hash' };
const running = { service: sonarr, status: 'running', desired: 'running', links } as const;
const absent = { service: sonarr, status: 'absent', desired: 'absent', links: {} } as const;

let services: MemoryServiceStore;

beforeEach(async () => {
  services = createMemoryServiceStore();
  const draft = {
    id: sonarr,
    definition: aDefinition('sonarr'),
    host: hostId('local'),
    settings: {},
    sealed: { token: 'jwe' },
    ports: [],
    origin: 'request',
  } as const;
  await services.claimInstall({ id: 'claim', services: [draft], edges: [] });
  await begin('installing');
});

async function begin(to: 'installing' | 'uninstalling', task = aTask()): Promise<void> {
  await services.transition({
    service: sonarr,
    to,
    cause: 'asked for',
    run: parseTaskId(task),
    release: false,
    event: { id: `${task}/began`, correlationId: 'request-1', time: new Date().toISOString() },
  });
}

const save = (args: typeof running | typeof absent = running, task = aTask()) =>
  saveService(services)(args, tools({ task }));
const changes = async () =>
  (await services.events.read({ after: 0, limit: 100 })).filter(({ type }) => type === 'service.changed');

describe('saveService', () => {
  it('records what the plan has reached, drops what was sealed, and lets the row go', async () => {
    expect(await save()).toEqual({ outcome: 'done', detail: 'sonarr is running', undoable: false });
    expect(await services.get(sonarr)).toMatchObject({
      status: 'running',
      desired: 'running',
      health: 'healthy',
      links,
      sealed: {},
    });
    expect(await services.transient()).toEqual([]);
  });

  it('tells it once, whatever the number of tries', async () => {
    await save();
    const told = await changes();
    const before = await services.get(sonarr);
    expect(await save()).toMatchObject({ outcome: 'done' });
    expect(await changes()).toEqual(told);
    expect(await services.get(sonarr)).toEqual(before);
  });

  it('finishes a try that died after the record and before the sealed values went', async () => {
    const dying = { ...services, clearSealed: () => Promise.reject(new Error('the worker died')) };
    await expect(saveService(dying)(running, tools())).rejects.toThrow('the worker died');
    expect((await services.get(sonarr))?.sealed).toEqual({ token: 'jwe' });
    await save();
    expect(await services.get(sonarr)).toMatchObject({ status: 'running', sealed: {} });
  });

  it('of an uninstall leaves a tombstone without links, and knows nothing of its health', async () => {
    await save();
    await begin('uninstalling', aTask(2));
    await save(absent, aTask(2));
    expect(await services.get(sonarr)).toMatchObject({
      status: 'absent',
      desired: 'absent',
      health: 'unknown',
      links: {},
    });
    expect(await services.list()).toEqual([]);
  });

  it('is refused to a task that does not own the row', async () => {
    await expect(save(running, aTask(2))).rejects.toMatchObject({ code: 'service-busy' });
  });

  it('carries the request’s correlation id', async () => {
    await save();
    expect((await changes()).at(-1)).toMatchObject({ correlationId: 'request-1', task: aTask() });
  });
});

describe('the monitor of a service', () => {
  function control(outcomes: { start: 'started' | 'present'; stop: 'stopped' | 'absent' }): MonitorControl {
    const unplanned = () => Promise.reject(new Error('Unplanned.'));
    return {
      ensureMonitor: async () => outcomes.start,
      stopMonitor: async () => outcomes.stop,
      observe: unplanned,
      countMonitors: unplanned,
      review: unplanned,
      ensureHost: unplanned,
      stopHost: unplanned,
      reportHost: unplanned,
    };
  }
  const first = control({ start: 'started', stop: 'stopped' });
  const again = control({ start: 'present', stop: 'absent' });

  it('that this task started may be taken back, one that ran before may not', async () => {
    const args = { service: sonarr };
    expect(await startMonitor(first)(args, tools())).toMatchObject({ outcome: 'done', undoable: true });
    expect(await startMonitor(again)(args, tools())).toMatchObject({ outcome: 'adopted', undoable: false });
  });

  it('that a second try finds may be the first try’s, so it may be taken back', async () => {
    const second = tools({ attempt: 2 });
    expect(await startMonitor(again)({ service: sonarr }, second)).toMatchObject({ undoable: true });
  });

  it('is stopped, and one that does not run needs no stop', async () => {
    const args = { service: sonarr };
    expect(await stopMonitor(first)(args, tools())).toMatchObject({ outcome: 'done', undoable: false });
    expect(await stopMonitor(again)(args, tools())).toMatchObject({ outcome: 'adopted', undoable: false });
  });
});
