import { Worker } from '@temporalio/worker';
import { createCentralActivities, failing } from '#activities/central/central-activities.ts';
import { sealCredentials } from '#activities/central/seal-credentials.ts';
import { createCentralSteps } from '#activities/steps/step-activities.ts';
import { createCentralPorts } from '#assembly/central.ts';
import { createGatewayIdentity, withdrawGatewayIdentity } from '#assembly/gateway.ts';
import { centralQueue } from '#contracts/queues.ts';
import { internalStreamsPath } from '#contracts/streams.ts';
import { apiUrl } from '#platform/api-url.ts';
import type { Configuration } from '#platform/configuration.ts';
import type { Logger } from '#platform/logger.ts';
import { ensureBundle } from './bundle.ts';
import { connectToTemporal } from './connect.ts';
import { keepGateway } from './gateway/start.ts';
import type { WorkerGroup } from './run-workers.ts';
import { startSweeper } from './sweeper/sweeper.ts';

/** Workflows that stay in memory; at some 40 KiB each. Others are replayed from their history when they are needed. */
const cachedWorkflows = 200;
/**
 * Polls in flight at once. A poll brings a task in milliseconds, so few keep up with hundreds a second; with Temporal's usual
 * ten for each worker, server and worker use a tenth more processor time. Workflow polls are shared by two queues: two at least.
 */
const polls = { maxConcurrentWorkflowTaskPolls: 3, maxConcurrentActivityTaskPolls: 2 } as const;
/**
 * Every task that waits for another's service takes one place for as long as it waits, and whom it waits for needs places too: with
 * the SDK's 100, a large batch could wait for itself.
 */
const activitiesAtOnce = 500;
/** Grace for activities that are at work when the worker stops; after it they are cancelled and tried again elsewhere. */
const grace = { shutdownGraceTime: '3s', shutdownForceTime: '8s' } as const;

/** The workflow worker with the central activities, the sweeper, and the gateway where one is wanted. */
export async function createCentralGroup(configuration: Configuration, logger: Logger): Promise<WorkerGroup> {
  const ports = await createCentralPorts(configuration);
  const { address, namespace } = configuration.temporal;
  const connection = await connectToTemporal(address);
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: centralQueue,
    identity: `central/${process.pid}`,
    workflowBundle: { codePath: await ensureBundle(configuration.home.bundle) },
    activities: {
      ...createCentralActivities(ports),
      ...createCentralSteps(ports),
      sealCredentials: failing(sealCredentials(ports)),
    },
    maxCachedWorkflows: cachedWorkflows,
    ...polls,
    maxConcurrentActivityTaskExecutions: activitiesAtOnce,
    maxHeartbeatThrottleInterval: '1s',
    ...grace,
  });
  const sweeper = startSweeper(ports, logger);
  const gateway = await openGateway(configuration, ports, logger);
  return {
    workers: [worker],
    close: async () => {
      await gateway?.close();
      await sweeper.stop();
      await connection.close();
      await ports.close();
    },
  };
}

async function openGateway(
  configuration: Configuration,
  ports: Awaited<ReturnType<typeof createCentralPorts>>,
  logger: Logger,
) {
  const { gateway: listen, home, instance, temporal, api } = configuration;
  await withdrawGatewayIdentity(configuration);
  if (listen === undefined) return undefined;
  const identity = await createGatewayIdentity(configuration, listen);
  const streamsUrl = `${apiUrl(api)}${internalStreamsPath}`;
  return keepGateway({
    ...identity,
    listen,
    folder: home.gateway,
    instance,
    temporal,
    streamsUrl,
    ports,
    logger,
  });
}
