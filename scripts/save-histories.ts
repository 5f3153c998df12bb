import { access, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  alertWorkflowId,
  hostWorkflowId,
  monitorWorkflowId,
  parseTaskId,
  serviceWorkflowId,
} from '#contracts/ids.ts';
import { DomainError } from '#domain/errors.ts';
import { serviceId, type TaskId } from '#domain/ids.ts';
import { startReceiver } from '#test/support/alerts/receiver.ts';
import { imageOf, sketch } from '#test/support/operations/definitions.ts';
import { ailing, type Harness, healthy, host, startHarness } from '#test/support/operations/harness.ts';
import { startTestTemporal } from '#test/support/temporal/server.ts';
import { ensureBundle } from '#workers/bundle.ts';
import { changes } from './histories/changes.ts';
import { toText } from './histories/to-text.ts';

/**
 * Runs every workflow along every path and saves the histories that are not saved yet: `test/histories` is append-only. Run it
 * after a change to a workflow with a new number, so that histories of both shapes are replayed from then on.
 *
 * Usage: node scripts/save-histories.ts <generation>
 */
const generation = process.argv[2] ?? '1';
const folder = join(import.meta.dirname, '..', 'test', 'histories');

const temporal = await startTestTemporal();
const bundle = await ensureBundle(
  await mkdir(join(tmpdir(), `showrunner-histories-${process.pid}`), { recursive: true }).then(
    (made) => made ?? tmpdir(),
  ),
);
const world = await startHarness({ temporalAddress: temporal.address, workflowBundle: bundle });
try {
  await installs(world);
  await failures(world);
  await cancellations(world);
  await uninstalls(world);
  await others(world);
  await alerts(world);
  await changes(world, (name, task) => save(world, name, task), until);
} finally {
  await world.stop();
  await temporal.stop();
}

async function installs(world: Harness): Promise<void> {
  world.provide('app', 'base', 'plain');
  const links = [{ kind: 'root-folder', arguments: { path: '/data/x' } }] as const;
  const catalog = [sketch('app', { requires: ['base'], links }), sketch('base')];
  await save(world, 'install-with-dependency', await ended(world, await world.install('app', catalog)));
  await save(world, 'install-nothing-to-do', await ended(world, await world.install('app', catalog)));
  world.runtime.engine.offerImage(imageOf('pulled'));
  world.prober.answer('showrunner-test-pulled', healthy);
  await save(
    world,
    'install-with-pull',
    await ended(world, await world.install('pulled', [sketch('pulled')])),
  );
  await world.claim('plain', [sketch('plain')]);
  await save(world, 'batch', await ended(world, await world.batch(['plain', 'app'])));
}

async function failures(world: Harness): Promise<void> {
  world.provide('failing', 'waits');
  world.runtime.failNext(
    'startContainer',
    new DomainError('port-taken', 'Taken.'),
    1,
    'showrunner-test-failing',
  );
  await save(
    world,
    'install-failed-and-undone',
    await ended(world, await world.install('failing', [sketch('failing')])),
  );
  const away = new DomainError('engine-unreachable', 'Away.');
  world.runtime.failNext('createContainer', away, 2, 'showrunner-test-waits');
  await save(
    world,
    'install-over-an-outage',
    await ended(world, await world.install('waits', [sketch('waits')])),
  );
}

async function cancellations(world: Harness): Promise<void> {
  world.runtime.engine.offerImage(imageOf('stalled'), { stalls: true });
  const pulling = await world.install('stalled', [sketch('stalled')]);
  await until(async () =>
    (await world.told(pulling)).some((line) => line.startsWith('step.started pullImage')),
  );
  await world.engine.cancel(pulling);
  await save(world, 'install-cancelled-in-pull', await ended(world, pulling));
  world.provide('asker', 'made');
  world.prober.answer('showrunner-test-asker', ailing);
  const asking = await world.install('asker', [sketch('asker', { requires: ['made'] }), sketch('made')]);
  await until(async () => (await world.told(asking)).includes('step.started waitHealthy:asker'));
  await world.engine.cancel(asking);
  await save(world, 'install-cancelled-with-dependency', await ended(world, asking));
  await saveNewest(world, 'uninstall-of-a-dependency', serviceWorkflowId(serviceId('made')));
}

async function uninstalls(world: Harness): Promise<void> {
  await save(world, 'uninstall', await ended(world, await world.uninstall('app')));
  await save(world, 'uninstall-purge', await ended(world, await world.uninstall('plain', true)));
}

async function others(world: Harness): Promise<void> {
  await world.monitors.ensureHost(host);
  await until(async () => world.events.all().some(({ type }) => type === 'host.changed'));
  await saveNewest(world, 'host-supervision', hostWorkflowId(host));
  const base = serviceId('base');
  for (const health of ['unhealthy', 'healthy'] as const) {
    await world.monitors.observe(base, { at: new Date().toISOString(), health, cause: 'a test says so' });
    await until(async () => (await world.services.get(base))?.status !== 'running' || health === 'healthy');
  }
  await until(async () => (await world.recoveries.get(base)).recovery.wellSince !== undefined);
  await world.monitors.stopMonitor(base);
  await saveNewest(world, 'monitor', monitorWorkflowId(base));
  await recovery(world);
}

/** A container that is gone is made again; then the monitor waits for the service to stay well. */
async function recovery(world: Harness): Promise<void> {
  const service = serviceId('pulled');
  world.runtime.engine.containers.delete('showrunner-test-pulled');
  const gone = { health: 'unhealthy', cause: 'it is gone', source: 'event', happened: 'gone' } as const;
  await world.monitors.observe(service, { at: new Date().toISOString(), ...gone });
  await until(async () => (await world.recoveries.get(service)).recovery.wellSince !== undefined);
  await world.monitors.stopMonitor(service);
  await saveNewest(world, 'monitor-recovery', monitorWorkflowId(service));
}

/** Alertmanager is told of an alert twice or more, and then of its end. */
async function alerts(world: Harness): Promise<void> {
  const receiver = await startReceiver();
  const route = { service: serviceId('base'), name: 'ServiceDown', sink: 'alertmanager' } as const;
  const event = { id: 'raised', time: new Date().toISOString(), correlationId: 'test' };
  const told = { severity: 'critical', summary: 'base is down', description: 'A test says so.' } as const;
  try {
    await world.settings.write({ 'alerts.alertmanager.url': receiver.url });
    await world.alerts.raise({ id: 'a', ...route, ...told, sinks: ['alertmanager'], event });
    await world.alertDelivery.wake(route);
    await until(async () => receiver.received.length >= 2);
    await world.alerts.resolve({ ...route, event: { ...event, id: 'resolved' } });
    await world.alertDelivery.wake(route);
    const run = world.temporal.client.workflow.getHandle(alertWorkflowId(route));
    await until(async () => (await run.describe()).status.name === 'COMPLETED');
    await saveNewest(world, 'deliver-alert', alertWorkflowId(route));
  } finally {
    await receiver.stop();
  }
}

async function ended(world: Harness, task: TaskId): Promise<TaskId> {
  await world.ended(task);
  return task;
}

async function save(world: Harness, name: string, task: TaskId): Promise<void> {
  const { workflowId, runId } = parseTaskId(task);
  await write(name, await world.temporal.client.workflow.getHandle(workflowId, runId).fetchHistory());
}

async function saveNewest(world: Harness, name: string, workflowId: string): Promise<void> {
  await write(name, await world.temporal.client.workflow.getHandle(workflowId).fetchHistory());
}

async function write(name: string, history: Parameters<typeof toText>[0]): Promise<void> {
  const file = join(folder, `${name}.${generation}.json`);
  const saved = await access(file).then(
    () => true,
    () => false,
  );
  if (saved) return;
  await writeFile(file, `${toText(history)}\n`);
  process.stdout.write(`saved ${name}\n`);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('The condition did not come true.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
