import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { webhookSecret } from '#activities/central/webhook-secret.ts';
import { createKeyring } from '#adapters/keyring/keyring.ts';
import { secretValues } from '#adapters/keyring/values.ts';
import { createAlertStore } from '#adapters/postgres/alert-store.ts';
import { createSettingsStore } from '#adapters/postgres/settings-store.ts';
import { createAlertDelivery } from '#adapters/temporal/alert-delivery.ts';
import { createTemporalClient, type TemporalClient } from '#adapters/temporal/connection.ts';
import { ensureNamespace } from '#adapters/temporal/namespace.ts';
import { serviceId } from '#domain/ids.ts';
import { type Receiver, startReceiver } from '#test/support/alerts/receiver.ts';
import type { WorkerProcessOptions } from '#test/support/alerts/worker-process.ts';
import { openTestDatabase, type TestDatabase } from '#test/support/postgres/database.ts';
import { startTestPostgres, type TestPostgres } from '#test/support/postgres/index.ts';
import { end } from '#test/support/processes/programs.ts';

const within = { timeout: 40_000, interval: 50 };
const route = { service: serviceId('sonarr'), name: 'ServiceDown', sink: 'webhook' } as const;

let postgres: TestPostgres;
let opened: TestDatabase;
let temporal: TemporalClient;
let receiver: Receiver;
let keyring: string;
let options: WorkerProcessOptions;

beforeAll(async () => {
  postgres = await startTestPostgres();
  opened = await openTestDatabase(postgres);
  const address = { address: inject('temporalAddress'), namespace: `alerts-${randomUUID()}` };
  temporal = createTemporalClient(address, 'test');
  await ensureNamespace(temporal);
  receiver = await startReceiver();
  keyring = await mkdtemp(join(tmpdir(), 'showrunner-alerts-'));
  const { host, port, user, password, database } = opened.database.config;
  options = {
    temporal: address,
    workflowBundle: inject('workflowBundle'),
    keyring,
    database: { host, port, user, password, database },
  };
});

afterAll(async () => {
  await temporal.close();
  await receiver.stop();
  await opened[Symbol.asyncDispose]();
  await postgres.stop();
  await rm(keyring, { recursive: true, force: true });
});

test('a worker that is killed while it posts is followed by one that posts the same message again, and goes on', async () => {
  const alerts = createAlertStore(opened.database);
  const delivery = createAlertDelivery(temporal);
  await createSettingsStore(opened.database).write({ 'alerts.webhook.url': receiver.url });
  // The first request is never answered: the worker dies before it can know how it went.
  receiver.answerNext(() => undefined);
  const first = startWorker(options);
  await alerts.raise({
    id: 'a',
    ...route,
    severity: 'critical',
    summary: 'sonarr is down',
    description: 'Three attempts failed.',
    sinks: ['webhook'],
    event: { id: 'raised', time: new Date().toISOString(), correlationId: 'test' },
  });
  await delivery.wake(route);
  await expect.poll(() => receiver.received.length, within).toBe(1);
  await end(first);
  startWorker(options);
  await expect.poll(() => receiver.received.length, within).toBe(2);
  await alerts.resolve({
    ...route,
    event: { id: 'resolved', time: new Date().toISOString(), correlationId: 'test' },
  });
  await delivery.wake(route);
  await expect.poll(() => receiver.received.length, within).toBe(3);
  const states = async () =>
    (await alerts.list({ limit: 1 }))[0]?.deliveries.map(({ message, state }) => `${message} ${state}`);
  await expect.poll(states, within).toEqual(['raised delivered', 'resolved delivered']);
  const verifier = new Webhook(
    await webhookSecret({ secrets: await createKeyring(keyring), values: secretValues }),
  );
  const types = receiver.received.map(({ body, headers }) =>
    verifier.verify(body, headers as Record<string, string>),
  );
  expect(types).toMatchObject([
    { type: 'alert.raised' },
    { type: 'alert.raised' },
    { type: 'alert.resolved' },
  ]);
  const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
  expect(ids[1]).toBe(ids[0]);
  expect(ids[2]).not.toBe(ids[0]);
}, 120_000);

function startWorker(given: WorkerProcessOptions): ChildProcess {
  const file = join(import.meta.dirname, '..', 'support', 'alerts', 'worker-process.ts');
  const child = fork(file, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  onTestFinished(() => end(child));
  child.send(given);
  return child;
}
