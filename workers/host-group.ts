import { activityInfo } from '@temporalio/activity';
import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { failing } from '#activities/central/central-activities.ts';
import { askBusy } from '#activities/host/ask-busy.ts';
import { keepUp, letRest } from '#activities/host/let-rest.ts';
import { observe } from '#activities/host/observe.ts';
import { sendStream } from '#activities/host/send-stream.ts';
import { startSampler } from '#activities/host/stats/sampler.ts';
import { sendStats } from '#activities/host/stats/send-stats.ts';
import { createWatcher } from '#activities/host/watch/watch-host.ts';
import { createHostSteps, createPullSteps } from '#activities/steps/step-activities.ts';
import type { HostAssembly } from '#assembly/host.ts';
import { createHostPorts } from '#assembly/host.ts';
import { taskId } from '#contracts/ids.ts';
import { hostPullQueue, hostQueue, hostWatchQueue } from '#contracts/queues.ts';
import type { Configuration } from '#platform/configuration.ts';
import type { Logger } from '#platform/logger.ts';
import { registerContainerMetrics } from '#platform/metrics/container-metrics.ts';
import { connectToTemporal } from './connect.ts';
import type { WorkerGroup } from './run-workers.ts';

/** Steps that run at once on one host; an engine starts some seven containers a second, however many ask. */
const stepsAtOnce = 40;
/** Pulls share one line to the registry. */
const pullsAtOnce = 4;
/** Polls in flight at once, for each queue: see central-group.ts. */
const pollsAtOnce = 2;
const grace = { shutdownGraceTime: '2s', shutdownForceTime: '8s' } as const;

/** The workers of the control plane's own host. */
export async function createHostGroup(configuration: Configuration, logger: Logger): Promise<WorkerGroup> {
  const ports = await createHostPorts(configuration, currentTask);
  const { address, namespace } = configuration.temporal;
  return createWorkersOf({ ports, connection: await connectToTemporal(address), namespace, logger });
}

export interface HostWorkers {
  readonly ports: HostAssembly;
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly logger: Logger;
}

/** The workers of one engine: steps, pulls apart, and the one watcher. No workflow code is loaded. */
export async function createWorkersOf({
  ports,
  connection,
  namespace,
  logger,
}: HostWorkers): Promise<WorkerGroup> {
  const onUndelivered = (error: unknown) =>
    logger.warn({ err: error }, 'an observation could not be made or delivered');
  const watcher = createWatcher({ ...ports, onUndelivered });
  const sampler = startSampler({
    runtime: ports.runtime,
    onFailure: (error) => logger.warn({ err: error }, 'what the containers use could not be read'),
  });
  const create = (taskQueue: string, slots: number, activities: NonNullable<WorkerOptions['activities']>) =>
    Worker.create({
      connection,
      namespace,
      taskQueue,
      activities,
      identity: `${ports.host}/${taskQueue}/${process.pid}`,
      maxConcurrentActivityTaskExecutions: slots,
      maxConcurrentActivityTaskPolls: Math.min(slots, pollsAtOnce),
      maxHeartbeatThrottleInterval: '1s',
      ...grace,
    });
  const workers = await Promise.all([
    create(hostQueue(ports.host), stepsAtOnce, {
      ...createHostSteps(ports),
      observe: failing(observe(ports)),
      reconcileHost: failing(watcher.reconcileHost),
      letRest: failing(letRest(ports.runtime)),
      keepUp: failing(keepUp(ports.runtime)),
      askBusy: failing(askBusy(ports)),
      sendStream: failing(sendStream(ports.runtime, ports.uploads)),
      sendStats: failing(sendStats(sampler, ports.uploads)),
    }),
    create(hostPullQueue(ports.host), pullsAtOnce, { ...createPullSteps(ports) }),
    create(hostWatchQueue(ports.host), 1, { watchHost: failing(watcher.watchHost) }),
  ]);
  await ports.monitors.ensureHost(ports.host);
  return {
    workers,
    register: (registry) => registerContainerMetrics(registry, ports.host, () => sampler.latest),
    close: async () => {
      await sampler.stop();
      await connection.close();
      await ports.close();
    },
  };
}

/** The task on whose behalf the activity that is asked from runs. */
export function currentTask(): string | undefined {
  const { workflowExecution } = activityInfo();
  return workflowExecution === undefined ? undefined : taskId(workflowExecution);
}
