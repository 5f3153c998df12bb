import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTemporalClient, type TemporalClient } from '#adapters/temporal/connection.ts';
import { ensureNamespace } from '#adapters/temporal/namespace.ts';
import { joinHost } from '#assembly/join-host.ts';
import { hostQueue } from '#contracts/queues.ts';
import { hostId, serviceId } from '#domain/ids.ts';
import { readEnvironment, variablesForChildren } from '#platform/environment.ts';
import { type Home, openHome } from '#platform/home.ts';
import { readAnnouncedPid } from '#platform/ready.ts';
import { waitFor } from '#test/support/docker/wait-for.ts';
import { type GatewayWorld, openGatewayWorld } from '#test/support/gateway/world.ts';
import { startTestTemporal, type TestTemporal } from '#test/support/temporal/server.ts';

const nas = hostId('nas');
const brief = {
  startToCloseTimeout: '4s',
  scheduleToStartTimeout: '4s',
  scheduleToCloseTimeout: '4s',
} as const;
const program = join(import.meta.dirname, '..', '..', '..', 'workers', 'joined-host.ts');

describe('a joined host’s worker process', () => {
  const namespace = `test-${randomUUID()}`;
  let server: TestTemporal;
  let temporal: TemporalClient;
  let world: GatewayWorld;
  let home: Home;
  let process: ChildProcess;

  beforeAll(async () => {
    server = await startTestTemporal();
    temporal = createTemporalClient({ address: server.address, namespace }, 'test');
    await ensureNamespace(temporal);
    world = await openGatewayWorld({ temporalAddress: server.address, namespace });
    home = await openHome(await mkdtemp(join(tmpdir(), 'showrunner-host-')), { joining: true });
    const { token } = await world.invite('nas');
    await joinHost({ paths: home.paths, gateway: `127.0.0.1:${world.port}`, token });
    // The control plane is away when the worker starts.
    await world.stop();
    process = startWorker(home);
    await waitFor('the worker to announce itself', async () => {
      return (await readAnnouncedPid(home.paths, 'host')) === process.pid || undefined;
    });
  });
  afterAll(async () => {
    process.kill('SIGTERM');
    if (process.exitCode === null) await once(process, 'exit');
    await world.close();
    await temporal.close();
    await server.stop();
    await rm(home.paths.root, { recursive: true });
  });

  it('waits for a control plane that is away, tells what it is good for, and does its activities', async () => {
    await world.start();
    const observed = await observe();
    expect(observed).toMatchObject({ service: 'sonarr', containers: [] });
    expect((await world.hosts.get(nas))?.capacity?.processors).toBeGreaterThan(0);
    expect(world.told).toContainEqual(['nas', 'ensure']);
  });

  it('goes on, as the same process, when the gateway was away in between', async () => {
    const { pid } = process;
    await world.stop();
    const asked = observe();
    await world.start();
    expect(await asked).toMatchObject({ service: 'sonarr' });
    expect(process.pid).toBe(pid);
    expect(process.exitCode).toBeNull();
  });

  it('knows neither token nor password of a control plane', async () => {
    const files = ['token', 'metrics-token', 'secrets/postgres-password'];
    for (const file of files)
      await expect(readFile(join(home.paths.root, file))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is given no more work once its host was removed', async () => {
    await world.hosts.remove(nas);
    const isDone = () =>
      temporal.client.activity.execute('observe', { ...asking(), ...brief }).then(
        () => true,
        () => false,
      );
    await waitFor('work that nobody takes', async () => !(await isDone()) || undefined);
    expect(process.exitCode).toBeNull();
  });

  function observe(): Promise<unknown> {
    return temporal.client.activity.execute('observe', asking());
  }
});

function asking() {
  return {
    id: randomUUID(),
    taskQueue: hostQueue(nas),
    args: [{ service: serviceId('sonarr'), images: [], folders: [] }],
    startToCloseTimeout: '30s',
    scheduleToCloseTimeout: '60s',
  } as const;
}

function startWorker({ paths }: Home): ChildProcess {
  const variables = { ...variablesForChildren(), PATH: readEnvironment().path, SHOWRUNNER_HOME: paths.root };
  return spawn(globalThis.process.execPath, ['--disable-warning=ExperimentalWarning', program], {
    env: variables,
    stdio: 'ignore',
  });
}
