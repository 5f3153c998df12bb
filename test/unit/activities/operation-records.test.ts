import { MockActivityEnvironment } from '@temporalio/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { closeBatch, closeOperation } from '#activities/central/close-operation.ts';
import { type OperationPorts, planOperation } from '#activities/central/plan-operation.ts';
import { parseTaskId } from '#contracts/ids.ts';
import { hostId, instanceId, type ServiceId, serviceId } from '#domain/ids.ts';
import type { AskedOperation } from '#domain/reach.ts';
import { aDefinition, nothing } from '#test/support/domain/index.ts';
import {
  createMemoryHostStore,
  createMemorySecretStore,
  createMemoryServiceStore,
  createMemorySettingsStore,
  type MemoryServiceStore,
} from '#test/support/memory/index.ts';
import { eventOf, planOf } from '../api/support/events.ts';
import { aTask } from './support/tools.ts';

const sonarr = serviceId('sonarr');
const host = hostId('local');
const origin = { correlationId: 'request-1', requestedBy: 'test' };

let services: MemoryServiceStore;
let ports: OperationPorts;

beforeEach(async () => {
  services = createMemoryServiceStore();
  ports = {
    instance: { id: instanceId('abcdef012345'), name: 'default' },
    services,
    hostStore: createMemoryHostStore(services, services.events),
    events: services.events,
    secrets: createMemorySecretStore(),
    settings: createMemorySettingsStore({
      'paths.data': '/srv/media',
      'paths.config': '/srv/config',
      'user.uid': 1000,
      'user.gid': 1000,
    }),
  };
  const volumes = {
    config: { role: 'config', folders: [] },
    library: { role: 'state', folders: [] },
  } as const;
  await services.claimInstall({
    id: 'claim',
    services: [
      {
        id: sonarr,
        definition: aDefinition('sonarr', { volumes }),
        host,
        settings: {},
        sealed: {},
        ports: [],
        origin: 'request',
      },
    ],
    edges: [],
  });
  for (const [to, release] of [
    ['installing', false],
    ['running', true],
  ] as const) {
    const event = { id: `install/${to}`, correlationId: 'request-1', time: new Date().toISOString() };
    await services.transition({
      service: sonarr,
      to,
      cause: 'asked for',
      run: parseTaskId(aTask()),
      release,
      event,
    });
  }
});

/** Runs it as an activity of the task of that number. */
function call<Request, Result>(
  activity: (request: Request) => Promise<Result>,
  request: Request,
  number = 2,
): Promise<Result> {
  const environment = new MockActivityEnvironment({ workflowExecution: parseTaskId(aTask(number)) });
  return environment.run(activity, request) as Promise<Result>;
}

describe('a task that never took the service over', () => {
  const desired = async () => (await services.get(sonarr))?.desired;
  const failed = (operation: AskedOperation) => ({
    operation,
    service: sonarr,
    origin,
    status: 'failed' as const,
  });

  beforeEach(() => services.claimOperation({ operation: 'stop', service: sonarr, cascade: false }));

  it('takes back what its own claim wanted', async () => {
    await call(closeOperation(ports), failed('stop'));
    expect(await desired()).toBe('running');
  });

  it('takes back nothing that another claim wanted, when it was a restart', async () => {
    await call(closeOperation(ports), failed('restart'));
    expect(await desired()).toBe('stopped');
  });

  it('takes back nothing that another claim wanted, when it was a restart in a batch', async () => {
    const members = [{ operation: 'restart' as const, service: sonarr, host }];
    await call(closeBatch(ports), { origin, status: 'failed' as const, members });
    expect(await desired()).toBe('stopped');
  });
});

describe('a batch that ended before its member began', () => {
  const asked = { id: 'mine', at: new Date().toISOString() };
  const batchOf = (operation: 'update' | 'reconfigure') => ({
    origin,
    status: 'cancelled' as const,
    claim: 'mine',
    members: [{ operation, service: sonarr, host }],
  });
  const version = async () => (await services.get(sonarr))?.definition.version;
  const update = () =>
    services.claimChange({
      ...asked,
      operation: 'update',
      service: sonarr,
      definition: { ...aDefinition('sonarr'), version: '9.9' },
    });

  it('takes back what an update was to make of the service', async () => {
    const before = await services.get(sonarr);
    await update();
    await call(closeBatch(ports), batchOf('update'));
    expect(await services.get(sonarr)).toEqual({ ...before, revision: expect.any(Number) });
  });

  it('takes back the settings that a change was to give it', async () => {
    await services.claimChange({
      ...asked,
      operation: 'reconfigure',
      service: sonarr,
      settings: { theme: 'dark' },
    });
    await call(closeBatch(ports), batchOf('reconfigure'));
    expect((await services.get(sonarr))?.settings).toEqual({});
  });

  it('leaves the change of another request alone', async () => {
    await services.claimChange({ ...asked, id: 'theirs', operation: 'update', service: sonarr });
    const before = await services.get(sonarr);
    await call(closeBatch(ports), batchOf('update'));
    expect(await services.get(sonarr)).toEqual(before);
  });

  it('leaves one alone at which its run is at work', async () => {
    await update();
    const event = { id: 'began', correlationId: 'request-1', time: new Date().toISOString() };
    const run = parseTaskId(aTask(3));
    await services.transition({ service: sonarr, to: 'updating', cause: 'c', run, release: false, event });
    await call(closeBatch(ports), batchOf('update'));
    expect(await version()).toBe('9.9');
  });
});

describe('a recovery that finds in its last plan that the service is not wanted any more', () => {
  const recovery = { operation: 'recover' as const, service: sonarr, origin };
  const planned = (round?: number) =>
    call(planOperation(ports), {
      ...recovery,
      purge: false,
      observed: nothing(sonarr),
      ...(round === undefined ? {} : { round }),
    });

  it('lets go of the row, and says that it was not carried through', async () => {
    expect((await planned()).tookOver).toBe(true);
    // An uninstall is claimed at any time; its run waits for the recovery's end.
    await services.claimUninstall(sonarr);
    expect((await planned(2)).plan.steps).toEqual([]);
    const close = () => call(closeOperation(ports), { ...recovery, status: 'succeeded' as const });
    await close();
    await close();
    expect(await services.get(sonarr)).toMatchObject({ status: 'failed', desired: 'absent' });
    const run = parseTaskId(aTask(3));
    const event = { id: 'uninstall', correlationId: 'request-1', time: new Date().toISOString() };
    const begun = { service: sonarr, to: 'uninstalling', cause: 'c', run, release: false, event } as const;
    expect(await services.transition(begun)).toMatchObject({ status: 'uninstalling' });
    await call(closeOperation(ports), { ...recovery, status: 'succeeded' as const }, 4);
    expect(await services.get(sonarr)).toMatchObject({ status: 'uninstalling' });
  });
});

describe('what takes an install back', () => {
  const planned = (service: ServiceId, steps: readonly string[]) => {
    const plan = planOf(service);
    const [step] = plan.steps;
    if (step === undefined) throw new Error('The plan has no step.');
    const made = steps.map((id) => ({ ...step, id: id as typeof step.id }));
    return eventOf('task.planned', { plan: { ...plan, steps: made } }, { task: aTask(), service });
  };

  it('goes by every plan that the install had followed', async () => {
    const volume = 'showrunner-sonarr-library';
    await services.events.append([
      planned(sonarr, [`createVolume:${volume}`]),
      planned(sonarr, ['ensureDirectory:/srv/config/sonarr']),
    ]);
    const { plan } = await call(planOperation(ports), {
      operation: 'uninstall',
      service: sonarr,
      origin,
      purge: false,
      undoes: aTask(),
      observed: { ...nothing(sonarr), volumes: [volume] },
    });
    const removed = plan.steps.map(({ id }) => id);
    expect(removed).toContain(`removeVolume:${volume}`);
    expect(removed).toContain('removeDirectory:/srv/config/sonarr');
  });
});
