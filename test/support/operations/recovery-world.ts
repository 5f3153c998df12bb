import { randomUUID } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { failing } from '#activities/central/central-activities.ts';
import type { OperationContext, PlanRequest } from '#activities/central/contract.ts';
import { type RecoveryPorts, reportHealth, reviewRecovery } from '#activities/central/recovery.ts';
import type { HostActivities } from '#activities/host/contract.ts';
import { monitorWorkflowId, serviceWorkflowId } from '#contracts/ids.ts';
import { type Observation, observationSignalName } from '#contracts/messages.ts';
import { centralQueue, hostQueue } from '#contracts/queues.ts';
import type { BusyDefinition } from '#domain/busy.ts';
import { hostId, type ServiceId, serviceId } from '#domain/ids.ts';
import type { RunReference } from '#domain/service.ts';
import { change, claim, definition, draft, requires, runOf } from '#test/contract/service-store/fixtures.ts';
import {
  createMemoryEventLog,
  createMemoryRecoveryStore,
  createMemoryServiceStore,
  createMemorySettingsStore,
} from '#test/support/memory/index.ts';
import { passTime } from '#test/support/temporal/time-skipping.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });

export const host = hostId('local');
/** How attempts at a service go. */
export type Fate = 'mended' | 'fails';
/** In place of what a service is busy with: the host cannot ask. */
export const silence = 'silence';

const nothing = { containers: [], networks: [], volumes: [], images: [], folders: [] };

export type RecoveryWorld = Awaited<ReturnType<typeof startRecoveryWorld>>;

/**
 * The real monitor, recovery and decisions on a server that skips time; what an attempt does to a service is the test's say. Times
 * are seconds since the world began.
 */
export async function startRecoveryWorld(environment: TestWorkflowEnvironment, workflowBundle: string) {
  const began = await environment.currentTimeMs();
  const stage = createStage(environment, began);
  const connection = environment.nativeConnection;
  const start = () => createWorkers(connection, workflowBundle, stage);
  let workers = await start();
  let running = Promise.all(workers.map((worker) => worker.run()));
  const halt = async () => {
    for (const worker of workers) worker.shutdown();
    await running;
  };
  const watched = new Set<ServiceId>();
  const handle = (id: ServiceId) => stage.client.workflow.getHandle(monitorWorkflowId(id));
  return {
    ...stage,
    install: (name: string, required: readonly string[] = [], busy?: BusyDefinition) =>
      install(stage, name, required, busy),
    /** Begins the service's monitor, as for one of which Temporal knows nothing. */
    watch: async (id: ServiceId) => {
      watched.add(id);
      await stage.client.workflow.start('serviceMonitor', {
        workflowId: monitorWorkflowId(id),
        taskQueue: centralQueue,
        args: [{ service: id, host }],
      });
    },
    monitor: handle,
    say: async (id: ServiceId, word: Omit<Observation, 'at'>) =>
      handle(id).signal(observationSignalName, { at: await stage.time(), ...word }),
    pass: (seconds: number) => passTime(environment, seconds),
    /** All processes of the control plane end, and others take their place. */
    restartWorkers: async () => {
      await halt();
      workers = await start();
      running = Promise.all(workers.map((worker) => worker.run()));
    },
    stop: async () => {
      await Promise.all(
        [...watched].map((id) =>
          handle(id)
            .terminate()
            .catch(() => undefined),
        ),
      );
      await halt();
    },
  };
}

type Stage = ReturnType<typeof createStage>;

function createStage(environment: TestWorkflowEnvironment, began: number) {
  const events = createMemoryEventLog();
  const ports = {
    services: createMemoryServiceStore(events),
    recoveries: createMemoryRecoveryStore(events),
    settings: createMemorySettingsStore(),
  } satisfies RecoveryPorts;
  const seconds = async () => Math.round(((await environment.currentTimeMs()) - began) / 1000);
  const attempts: { readonly service: ServiceId; readonly at: number; readonly cause: string }[] = [];
  const alerts: string[] = [];
  const refusals = { reportHealth: 0, reviewRecovery: 0 };
  const engine: string[] = [];
  const fates = new Map<ServiceId, Fate>();
  const works = new Map<ServiceId, string>();
  const questions: string[] = [];
  return {
    ...ports,
    events,
    attempts,
    alerts,
    /** How often each is to fail for good before it answers. */
    refusals,
    /** What the engine was told. */
    engine,
    fates,
    /** What a service is busy with when it is asked; one that is silent has the host fail. */
    works,
    /** Each question whether a service is busy, with what was to be asked. */
    questions,
    seconds,
    time: async () => new Date(await environment.currentTimeMs()).toISOString(),
    // Its waiting does not skip time, unlike the environment's own client.
    client: new Client({ connection: environment.connection, namespace: environment.namespace ?? 'default' }),
    /** What was decided and told about the service. */
    told: (id: ServiceId): readonly string[] =>
      events
        .all()
        .flatMap((event) =>
          event.type === 'service.recovery' && event.service === id
            ? [`${event.data.phase}: ${event.data.cause}`]
            : [],
        ),
    /** A run takes the row, or lets go of it, at the server's time. */
    write: async (...made: Parameters<typeof change>) => {
      const [id, to, run, more] = made;
      const time = new Date(await environment.currentTimeMs()).toISOString();
      await ports.services.transition(change(id, to, run, { time, ...more }));
    },
  };
}

async function createWorkers(
  connection: TestWorkflowEnvironment['nativeConnection'],
  codePath: string,
  stage: Stage,
) {
  const common = { connection, maxHeartbeatThrottleInterval: '500ms', shutdownForceTime: '2s' } as const;
  return Promise.all([
    Worker.create({
      ...common,
      taskQueue: centralQueue,
      workflowBundle: { codePath },
      activities: { ...monitorActivities(stage), ...operationActivities(stage) },
    }),
    Worker.create({
      ...common,
      taskQueue: hostQueue(host),
      activities: {
        observe: async () => nothing,
        letRest: async (service: ServiceId) => void stage.engine.push(`${service} rests`),
        keepUp: async (service: ServiceId) => void stage.engine.push(`${service} is kept up`),
        askBusy: askBusy(stage),
      },
    }),
  ]);
}

function askBusy({ works, questions }: Stage): HostActivities['askBusy'] {
  return async ({ service, probe }) => {
    questions.push(`${service} ${probe.path}`);
    const at = works.get(service);
    if (at === silence) throw ApplicationFailure.retryable('a test wants it so', 'engine-unreachable');
    return at === undefined ? {} : { at };
  };
}

function monitorActivities(stage: Stage) {
  const { alerts, seconds, client, services, refusals } = stage;
  const refusing = <Request, Result>(
    name: keyof typeof refusals,
    work: (request: Request) => Promise<Result>,
  ) =>
    failing(async (request: Request) => {
      if (refusals[name] === 0) return work(request);
      refusals[name] -= 1;
      throw ApplicationFailure.nonRetryable('a test wants it so', 'internal');
    });
  return {
    reportHealth: refusing('reportHealth', reportHealth(stage)),
    reviewRecovery: refusing('reviewRecovery', reviewRecovery(stage)),
    raiseAlert: async ({ service, alert }: { service: ServiceId; alert: string }) => {
      alerts.push(`${await seconds()} ${service} ${alert} raised`);
    },
    resolveAlert: async ({ service, alert }: { service: ServiceId; alert: string }) => {
      alerts.push(`${await seconds()} ${service} ${alert} resolved`);
    },
    awaitService: failing(async (service: ServiceId) => {
      await client.workflow
        .getHandle(serviceWorkflowId(service))
        .result()
        .catch(() => undefined);
      return (await services.get(service))?.status ?? 'absent';
    }),
  };
}

/** In place of looking and planning: a recovery without steps, or the failure that the test wants. */
function operationActivities(stage: Stage) {
  const { attempts, seconds, fates, write } = stage;
  return {
    openOperation: async ({ service }: OperationContext) => ({ host, service, images: [], folders: [] }),
    planOperation: failing(async ({ service, cause = '' }: PlanRequest) => {
      attempts.push({ service, at: await seconds(), cause });
      const run = runOfActivity();
      await write(service, 'recovering', run);
      const mended = fates.get(service) !== 'fails';
      const to = mended ? 'running' : 'failed';
      const health = mended ? 'healthy' : 'unknown';
      await write(service, to, run, { health, release: true });
      if (!mended) throw ApplicationFailure.nonRetryable('no answer in time', 'never-healthy');
      return {
        plan: { format: 1, operation: 'recover', service, hash: '', steps: [], notes: [] },
        tookOver: true,
      };
    }),
    closeOperation: async () => undefined,
  };
}

function runOfActivity(): RunReference {
  const { workflowExecution } = Context.current().info;
  if (workflowExecution === undefined) throw new TypeError('It runs within a workflow.');
  return workflowExecution;
}

async function install(
  stage: Stage,
  name: string,
  required: readonly string[],
  busy?: BusyDefinition,
): Promise<ServiceId> {
  const id = serviceId(name);
  const edges = required.map((provider) => requires(id, serviceId(provider), { capability: provider }));
  const made = { ...definition(name), ...(busy === undefined ? {} : { busy }) };
  await stage.services.claimInstall(claim([draft(id, { definition: made })], edges, randomUUID()));
  const run = runOf(id);
  const released = { health: 'healthy', release: true } as const;
  await stage.write(id, 'installing', run);
  await stage.write(id, 'running', run, released);
  return id;
}
