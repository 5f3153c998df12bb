import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { raiseAlert, resolveAlert } from '#activities/central/alerts.ts';
import { failing } from '#activities/central/central-activities.ts';
import { ensureAlerts } from '#activities/central/ensure-alerts.ts';
import { postAlert } from '#activities/central/post-alert.ts';
import { webhookSecret } from '#activities/central/webhook-secret.ts';
import { createAlertmanagerSink } from '#adapters/alertmanager/alertmanager.ts';
import { secretValues } from '#adapters/keyring/values.ts';
import { createAlertDelivery } from '#adapters/temporal/alert-delivery.ts';
import { createTemporalClient } from '#adapters/temporal/connection.ts';
import { ensureNamespace } from '#adapters/temporal/namespace.ts';
import { createWebhookSink } from '#adapters/webhook/webhook.ts';
import { alertWorkflowId } from '#contracts/ids.ts';
import { centralQueue } from '#contracts/queues.ts';
import type { AlertName, SinkName } from '#domain/alert.ts';
import { serviceId } from '#domain/ids.ts';
import {
  createMemoryAlertStore,
  createMemorySecretStore,
  createMemoryServiceStore,
  createMemorySettingsStore,
} from '#test/support/memory/index.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });

export interface AlertWorldOptions {
  readonly temporalAddress: string;
  readonly workflowBundle: string;
}

export type AlertWorld = Awaited<ReturnType<typeof startAlertWorld>>;

/** Real Temporal, workflow, activities and sinks; stores in memory. The worker can be taken away and brought back. */
export async function startAlertWorld({ temporalAddress, workflowBundle }: AlertWorldOptions) {
  const namespace = `alerts-${randomUUID()}`;
  const temporal = createTemporalClient({ address: temporalAddress, namespace }, 'test');
  await ensureNamespace(temporal);
  const connection = await NativeConnection.connect({ address: temporalAddress });
  const ports = {
    alerts: createMemoryAlertStore(),
    services: createMemoryServiceStore(),
    alertDelivery: createAlertDelivery(temporal),
    settings: createMemorySettingsStore(),
    secrets: createMemorySecretStore(),
    values: secretValues,
    instance: { name: 'home' },
    sinks: {
      alertmanager: createAlertmanagerSink({ repeatMilliseconds: 300, holdMilliseconds: 60_000 }),
      webhook: createWebhookSink(),
    },
  };
  let stopWorker = async (): Promise<void> => undefined;
  const startWorker = async (): Promise<void> => {
    const worker = await Worker.create({
      connection,
      namespace,
      taskQueue: centralQueue,
      workflowBundle: { codePath: workflowBundle },
      activities: { postAlert: failing(postAlert(ports)) },
      maxHeartbeatThrottleInterval: '1s',
      shutdownForceTime: '5s',
    });
    const running = worker.run();
    stopWorker = async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await running;
    };
  };
  await startWorker();
  return {
    ...ports,
    startWorker,
    stopWorker: () => stopWorker(),
    secret: () => webhookSecret(ports),
    /** As a monitor's activity does it. */
    raise: (service: string, alert: AlertName = 'ServiceDown') =>
      asMonitor(service, () =>
        raiseAlert(ports)({
          service: serviceId(service),
          alert,
          summary: `${service} is down`,
          description: 'Three attempts failed.',
        }),
      ),
    resolve: (service: string, alert: AlertName = 'ServiceDown') =>
      asMonitor(service, () => resolveAlert(ports)({ service: serviceId(service), alert })),
    sweep: () => ensureAlerts(ports),
    run: (service: string, sink: SinkName) =>
      temporal.client.workflow.getHandle(
        alertWorkflowId({ service: serviceId(service), name: 'ServiceDown', sink }),
      ),
    /** `raised delivered`, `resolved due`… of the newest alert. */
    told: async (service: string, sink: SinkName) => {
      const [record] = await ports.alerts.list({ limit: 1, service: serviceId(service) });
      return (record?.deliveries ?? [])
        .filter((delivery) => delivery.sink === sink)
        .map(({ message, state }) => `${message} ${state}`);
    },
    stop: async () => {
      await stopWorker();
      await connection.close();
      await temporal.close();
    },
  };
}

let activities = 0;

/** Each call is an activity of its own in the monitor's run. */
async function asMonitor(service: string, work: () => Promise<void>): Promise<void> {
  activities += 1;
  const environment = new MockActivityEnvironment({
    activityId: String(activities),
    workflowExecution: { workflowId: `monitor/${service}`, runId: '01990000-0000-7000-8000-000000000000' },
  });
  await environment.run(work);
}
