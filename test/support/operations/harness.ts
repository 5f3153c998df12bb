import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createCentralActivities, failing } from '#activities/central/central-activities.ts';
import { keepUp, letRest } from '#activities/host/let-rest.ts';
import { observe } from '#activities/host/observe.ts';
import { createWatcher } from '#activities/host/watch/watch-host.ts';
import { createCentralSteps, createHostSteps, createPullSteps } from '#activities/steps/step-activities.ts';
import { createAlertmanagerSink } from '#adapters/alertmanager/alertmanager.ts';
import { createHostFolders } from '#adapters/host-folders/host-folders.ts';
import { secretValues } from '#adapters/keyring/values.ts';
import { createAlertDelivery } from '#adapters/temporal/alert-delivery.ts';
import { createTemporalClient, type TemporalClient } from '#adapters/temporal/connection.ts';
import { createHostReconciler } from '#adapters/temporal/host-reconciler.ts';
import { createMonitorControl } from '#adapters/temporal/monitor-control.ts';
import { ensureNamespace } from '#adapters/temporal/namespace.ts';
import { createTaskEngine } from '#adapters/temporal/task-engine.ts';
import { createTaskWaiter } from '#adapters/temporal/task-waiter.ts';
import { createWebhookSink } from '#adapters/webhook/webhook.ts';
import { serviceWorkflowId, taskId } from '#contracts/ids.ts';
import { centralQueue, hostPullQueue, hostQueue, hostWatchQueue } from '#contracts/queues.ts';
import { isClosed } from '#contracts/task.ts';
import type { Definition } from '#domain/definition.ts';
import { resolveClosure } from '#domain/graph.ts';
import { type HostId, hostId, instanceId, type ServiceId, serviceId, type TaskId } from '#domain/ids.ts';
import type { AskedOperation } from '#domain/reach.ts';
import type { Settings } from '#domain/service.ts';
import type { TaskDescription } from '#ports/task-engine.ts';
import { createFakeContainerRuntime, createFakeProber } from '#test/support/fake-container-runtime/index.ts';
import {
  createMemoryAlertStore,
  createMemoryEventLog,
  createMemoryHostStore,
  createMemoryRecoveryStore,
  createMemorySealer,
  createMemorySecretStore,
  createMemoryServiceStore,
  createMemorySettingsStore,
} from '#test/support/memory/index.ts';
import { imageOf } from './definitions.ts';
import { createFakeLinks } from './fake-links.ts';

export const host = hostId('local');

/** What a prober says of a service that is well, and of one that is not. */
export const healthy = { ok: true, detail: 'port 8000 is open' };
export const ailing = { ok: false, detail: 'connection refused' };

Runtime.install({ logger: new DefaultLogger('ERROR') });

export interface HarnessOptions {
  readonly temporalAddress: string;
  readonly workflowBundle: string;
}

export type Harness = Awaited<ReturnType<typeof startHarness>>;

/** Real workflows, activities and Temporal; engine, applications and stores in memory. One namespace, so one world. */
export async function startHarness({ temporalAddress, workflowBundle }: HarnessOptions) {
  const namespace = `test-${randomUUID()}`;
  const root = await mkdtemp(join(tmpdir(), 'showrunner-operations-'));
  const temporal = createTemporalClient({ address: temporalAddress, namespace }, 'test');
  await ensureNamespace(temporal);
  const ports = createPorts(temporal);
  const { data, config } = { data: join(root, 'data'), config: join(root, 'config') };
  await ports.settings.write({
    'paths.data': data,
    'paths.config': config,
    'user.uid': 1000,
    'user.gid': 1000,
  });
  const connection = await NativeConnection.connect({ address: temporalAddress });
  const common = { connection, namespace };
  const workers = await createWorkers(common, workflowBundle, ports);
  const running = workers.map((worker) => worker.run());
  return {
    ...ports,
    temporal,
    namespace,
    folders: { data, config },
    ...operationsOf(ports),
    /** Has workers begin for another host; they end with the world, or before. */
    serve: async (id: HostId): Promise<() => Promise<void>> => {
      const added = await createHostWorkers(common, id, ports);
      const ended = Promise.all(added.map((worker) => worker.run()));
      workers.push(...added);
      running.push(ended.then(() => undefined));
      return async () => {
        for (const worker of added) if (worker.getState() === 'RUNNING') worker.shutdown();
        await ended;
      };
    },
    stop: async () => {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.all(running);
      await connection.close();
      await temporal.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

type Ports = ReturnType<typeof createPorts>;

function createPorts(temporal: TemporalClient) {
  const instance = { id: instanceId('test'), name: 'test' };
  const events = createMemoryEventLog();
  const services = createMemoryServiceStore(events);
  return {
    instance,
    events,
    services,
    hostStore: createMemoryHostStore(services, events),
    settings: createMemorySettingsStore(),
    secrets: createMemorySecretStore(),
    opener: createMemorySealer(),
    values: secretValues,
    runtime: createFakeContainerRuntime({ instance: instance.id }),
    prober: createFakeProber(),
    folderPort: createHostFolders(),
    links: createFakeLinks(),
    monitors: createMonitorControl(temporal),
    alerts: createMemoryAlertStore(events),
    recoveries: createMemoryRecoveryStore(events),
    alertDelivery: createAlertDelivery(temporal),
    sinks: {
      alertmanager: createAlertmanagerSink({ repeatMilliseconds: 500, holdMilliseconds: 60_000 }),
      webhook: createWebhookSink(),
    },
    client: temporal.client,
    engine: createTaskEngine(temporal),
    waiter: createTaskWaiter(temporal),
    hosts: createHostReconciler(temporal),
  };
}

interface Common {
  readonly connection: NativeConnection;
  readonly namespace: string;
}

function optionsOf({ connection, namespace }: Common) {
  return { connection, namespace, maxHeartbeatThrottleInterval: '1s', shutdownForceTime: '5s' } as const;
}

async function createWorkers(common: Common, codePath: string, ports: Ports) {
  return Promise.all([
    Worker.create({
      ...optionsOf(common),
      taskQueue: centralQueue,
      workflowBundle: { codePath },
      activities: { ...createCentralActivities(ports), ...createCentralSteps(ports) },
    }),
    ...(await createHostWorkers(common, host, ports)),
  ]);
}

/** Who works for a host. All hosts of a world have one engine behind them. */
async function createHostWorkers(common: Common, id: HostId, ports: Ports) {
  const hostPorts = { ...ports, folders: ports.folderPort };
  const watcher = createWatcher({ ...hostPorts, onUndelivered: () => undefined });
  const options = optionsOf(common);
  return Promise.all([
    Worker.create({
      ...options,
      taskQueue: hostQueue(id),
      activities: {
        ...createHostSteps(hostPorts),
        observe: failing(observe(hostPorts)),
        letRest: failing(letRest(hostPorts.runtime)),
        keepUp: failing(keepUp(hostPorts.runtime)),
        reconcileHost: failing(watcher.reconcileHost),
      },
    }),
    Worker.create({
      ...options,
      taskQueue: hostPullQueue(id),
      activities: { ...createPullSteps(hostPorts) },
    }),
    Worker.create({
      ...options,
      taskQueue: hostWatchQueue(id),
      activities: { watchHost: failing(watcher.watchHost) },
    }),
  ]);
}

function operationsOf(ports: Ports) {
  const origin = (correlationId: string) => ({ correlationId, requestedBy: 'test' });
  const asked = () => ({ id: randomUUID(), at: new Date().toISOString() });
  const ended = async (task: TaskId, seconds = 30): Promise<TaskDescription> => {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      const described = await ports.engine.describe(task);
      if (described !== undefined && isClosed(described.status)) return described;
      if (Date.now() > end) throw new Error(`${task} is still ${described?.status} after ${seconds} s.`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return {
    ended,
    /** Images that the engine has, and containers that are well as soon as they run. */
    provide: (...names: readonly string[]): void => {
      for (const name of names) {
        ports.runtime.engine.addImage(imageOf(name));
        ports.prober.answer(`showrunner-test-${name}`, healthy);
      }
    },
    /** Claims and starts an install, as the API does. */
    install: (name: string, catalog: readonly Definition[]): Promise<TaskId> => install(ports, name, catalog),
    uninstall: async (name: string, purge = false): Promise<TaskId> => {
      const service = serviceId(name);
      await ports.services.claimUninstall(service);
      const input = { service, host, origin: origin(`uninstall-${name}`), purge };
      return ports.engine.start({ operation: 'uninstall', input, summary: `uninstall ${name}` });
    },
    /** Claims and starts an operation on services that are there, as the API does for one that goes alone. */
    operate: async (operation: AskedOperation, name: string): Promise<TaskId> => {
      const service = serviceId(name);
      await ports.services.claimOperation({ operation, service, cascade: false });
      const input = { service, host, origin: origin(`${operation}-${name}`) };
      return ports.engine.start({ operation, input, summary: `${operation} ${name}` });
    },
    /** Claims and starts an update to the definition, as the API does. */
    update: async (name: string, definition: Definition): Promise<TaskId> => {
      const service = serviceId(name);
      await ports.services.claimChange({ ...asked(), operation: 'update', service, definition });
      const input = { service, host, origin: origin(`update-${name}`) };
      return ports.engine.start({ operation: 'update', input, summary: `update ${name}` });
    },
    reconfigure: async (name: string, settings: Settings): Promise<TaskId> => {
      const service = serviceId(name);
      await ports.services.claimChange({ ...asked(), operation: 'reconfigure', service, settings });
      const input = { service, host, origin: origin(`reconfigure-${name}`) };
      return ports.engine.start({ operation: 'reconfigure', input, summary: `reconfigure ${name}` });
    },
    recover: async (name: string, cause = 'it was seen ailing'): Promise<TaskId> => {
      const workflowId = serviceWorkflowId(serviceId(name));
      const input = { service: serviceId(name), host, origin: origin(`recover-${name}`), cause };
      const options = { workflowId, taskQueue: centralQueue, args: [input] };
      const { firstExecutionRunId: runId } = await ports.client.workflow.start('recoverService', options);
      return taskId({ workflowId, runId });
    },
    batch: (names: readonly string[]): Promise<TaskId> => {
      const stage = names.map((name) => ({ operation: 'install' as const, service: serviceId(name), host }));
      const input = { origin: origin('batch'), stages: [stage] };
      return ports.engine.start({ operation: 'batch', input, key: randomUUID(), summary: 'batch' });
    },
    claim: (name: string, catalog: readonly Definition[]) => claim(ports, name, catalog),
    statusOf: async (name: string) => (await ports.services.get(serviceId(name)))?.status ?? 'absent',
    /** Types of the task's events, steps by their ids. */
    told: async (task: TaskId): Promise<readonly string[]> => {
      const events = await ports.events.read({ after: 0, limit: 1000, task });
      return events.map((event) => ('step' in event.data ? `${event.type} ${event.data.step}` : event.type));
    },
  };
}

async function claim(ports: Ports, name: string, catalog: readonly Definition[]): Promise<ServiceId> {
  const definition = catalog.find(({ id }) => id === name);
  if (definition === undefined) throw new Error(`The test has no definition ${name}.`);
  const installed = (await ports.services.list()).filter(({ desired }) => desired !== 'absent');
  const requested = [{ id: serviceId(name), definition }];
  const closure = resolveClosure({ requested, catalog, installed });
  const drafts = closure.services.map(({ id, definition: of, origin }) => ({
    id,
    definition: of,
    host,
    settings: {},
    sealed: {},
    ports: [],
    origin,
  }));
  await ports.services.claimInstall({ id: randomUUID(), services: drafts, edges: closure.edges });
  return serviceId(name);
}

async function install(ports: Ports, name: string, catalog: readonly Definition[]): Promise<TaskId> {
  const service = await claim(ports, name, catalog);
  const origin = { correlationId: `install-${name}`, requestedBy: 'test' };
  return ports.engine.start({
    operation: 'install',
    input: { service, host, origin },
    summary: `install ${name}`,
  });
}
