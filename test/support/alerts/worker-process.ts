import { once } from 'node:events';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { z } from 'zod';
import { failing } from '#activities/central/central-activities.ts';
import { postAlert } from '#activities/central/post-alert.ts';
import { createAlertmanagerSink } from '#adapters/alertmanager/alertmanager.ts';
import { createKeyring } from '#adapters/keyring/keyring.ts';
import { secretValues } from '#adapters/keyring/values.ts';
import { createAlertStore } from '#adapters/postgres/alert-store.ts';
import { createDatabase } from '#adapters/postgres/database.ts';
import { createSettingsStore } from '#adapters/postgres/settings-store.ts';
import { createWebhookSink } from '#adapters/webhook/webhook.ts';
import { centralQueue } from '#contracts/queues.ts';

const message = z.object({
  temporal: z.object({ address: z.string(), namespace: z.string() }),
  workflowBundle: z.string(),
  keyring: z.string(),
  database: z.object({
    host: z.string(),
    port: z.number(),
    user: z.string(),
    password: z.string(),
    database: z.string(),
  }),
});

/** What a worker that is to be killed is told by the message that follows its start. */
export type WorkerProcessOptions = z.infer<typeof message>;

Runtime.install({ logger: new DefaultLogger('ERROR') });

/** A worker that delivers alerts and does nothing else, as a process of its own. */
const [given]: unknown[] = await once(process, 'message');
const { temporal, workflowBundle, keyring, database: config } = message.parse(given);
const database = createDatabase({ ...config, poolSize: 3 });
const ports = {
  alerts: createAlertStore(database),
  settings: createSettingsStore(database),
  secrets: await createKeyring(keyring),
  values: secretValues,
  instance: { name: 'home' },
  sinks: { alertmanager: createAlertmanagerSink(), webhook: createWebhookSink() },
};
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address: temporal.address }),
  namespace: temporal.namespace,
  taskQueue: centralQueue,
  workflowBundle: { codePath: workflowBundle },
  activities: { postAlert: failing(postAlert(ports)) },
  maxHeartbeatThrottleInterval: '1s',
});
await worker.run();
