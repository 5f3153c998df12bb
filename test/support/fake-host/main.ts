import { randomUUID } from 'node:crypto';
import { Worker } from '@temporalio/worker';
import { failing } from '#activities/central/central-activities.ts';
import { askBusy } from '#activities/host/ask-busy.ts';
import { keepUp, letRest } from '#activities/host/let-rest.ts';
import { observe } from '#activities/host/observe.ts';
import { createWatcher } from '#activities/host/watch/watch-host.ts';
import { createHostSteps } from '#activities/steps/step-activities.ts';
import { createProber } from '#adapters/http-probe/prober.ts';
import { createHostPorts } from '#assembly/host.ts';
import { plansOf, services } from '#bench/thousand/crowd.ts';
import { taskId } from '#contracts/ids.ts';
import { hostQueue, hostWatchQueue } from '#contracts/queues.ts';
import { instanceId } from '#domain/ids.ts';
import type { Configuration } from '#platform/configuration.ts';
import {
  createFakeContainerRuntime,
  type FakeContainerRuntime,
} from '#test/support/fake-container-runtime/index.ts';
import { imageOf } from '#test/support/operations/definitions.ts';
import { connectToTemporal } from '#workers/connect.ts';
import { installRuntime, runWorkers } from '#workers/run-workers.ts';
import { runRoot } from '#workers/start-root.ts';

/** That is said to have made everything. */
const task = taskId({ workflowId: 'svc/crowd', runId: randomUUID() });

/** The host worker, but for its engine, which is in memory and already runs every service. Its probes are real. */
await runRoot('fake-host', async ({ configuration, logger }) => {
  installRuntime(logger);
  const runtime = await runningEngine(configuration);
  const real = await createHostPorts(configuration, () => undefined);
  const ports = { ...real, runtime, prober: loopbackProber(runtime) };
  const connection = await connectToTemporal(configuration.temporal.address);
  const watcher = createWatcher({ ...ports, onUndelivered: (err) => logger.warn({ err }, 'undelivered') });
  const common = {
    connection,
    namespace: configuration.temporal.namespace,
    maxConcurrentActivityTaskPolls: 2,
    maxHeartbeatThrottleInterval: '1s',
    shutdownForceTime: '2s',
  } as const;
  const workers = await Promise.all([
    Worker.create({
      ...common,
      taskQueue: hostQueue(real.host),
      maxConcurrentActivityTaskExecutions: 40,
      activities: {
        ...createHostSteps(ports),
        observe: failing(observe(ports)),
        letRest: failing(letRest(runtime)),
        keepUp: failing(keepUp(runtime)),
        askBusy: failing(askBusy(ports)),
        reconcileHost: failing(watcher.reconcileHost),
      },
    }),
    Worker.create({
      ...common,
      taskQueue: hostWatchQueue(real.host),
      maxConcurrentActivityTaskExecutions: 1,
      maxConcurrentActivityTaskPolls: 1,
      activities: { watchHost: failing(watcher.watchHost) },
    }),
  ]);
  await real.monitors.ensureHost(real.host);
  const close = async () => {
    await connection.close();
    await real.close();
  };
  await runWorkers('fake-host', [{ workers, close }], configuration, logger);
});

/** Containers as the services' own plans make them. */
async function runningEngine({ instance }: Configuration): Promise<FakeContainerRuntime> {
  const runtime = createFakeContainerRuntime({ instance: instanceId(instance.id) });
  for (const name of services) runtime.engine.addImage(imageOf(name));
  const steps = plansOf(instance.name).flatMap((plan) => plan.steps);
  const networks = new Set<string>();
  for (const step of steps) {
    if (step.type === 'createNetwork' && !networks.has(step.arguments.name)) {
      networks.add(step.arguments.name);
      await runtime.createNetwork({ ...step.arguments, task });
    }
    if (step.type !== 'createContainer') continue;
    const { container: spec, configHash, revision, desired } = step.arguments;
    await runtime.createContainer({ spec, environment: {}, configHash, revision, desired, task });
    await runtime.startContainer(spec.name);
  }
  return runtime;
}

/** The adapter's prober: the addresses alone are others. */
function loopbackProber(runtime: FakeContainerRuntime) {
  return createProber({
    exec: runtime.exec,
    inspect: async (container) => {
      const found = await runtime.inspect(container);
      return found === undefined ? undefined : { ...found, addresses: { loopback: '127.0.0.1' } };
    },
  });
}
