import { randomUUID } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { HostCredentials } from '#adapters/gateway/client.ts';
import { createTemporalClient, type TemporalClient } from '#adapters/temporal/connection.ts';
import { ensureNamespace } from '#adapters/temporal/namespace.ts';
import { gatewayName } from '#contracts/gateway.ts';
import { hostQueue } from '#contracts/queues.ts';
import { hostId } from '#domain/ids.ts';
import { type GatewayWorld, openGatewayWorld } from '#test/support/gateway/world.ts';

const nas = hostId('nas');

describe('a worker that reaches Temporal by way of the gateway', () => {
  const namespace = `test-${randomUUID()}`;
  const temporalAddress = inject('temporalAddress');
  let temporal: TemporalClient;
  let world: GatewayWorld;
  let own: HostCredentials;

  beforeAll(async () => {
    temporal = createTemporalClient({ address: temporalAddress, namespace }, 'test');
    await ensureNamespace(temporal);
    world = await openGatewayWorld({ temporalAddress, namespace });
    own = await world.joined('nas');
  });
  afterAll(async () => {
    await world.close();
    await temporal.close();
  });

  it('does activities of its queue, heartbeats and all', async () => {
    await withWorker(async () => {
      expect(await execute('work', 5)).toBe(5);
    });
  });

  it('goes on with an activity that was at work when the gateway went away and came back', async () => {
    await withWorker(async ({ begun, release }) => {
      const result = execute('wait', 1);
      await expect.poll(() => begun()).toBe(1);
      await world.stop();
      await world.start();
      release();
      expect(await result).toBe('attempt 1');
      expect(await execute('work', 7)).toBe(7);
    });
  });

  it('is not let on another host’s queue, in another namespace, or at what no host needs', async () => {
    const connection = await connect(own);
    const service = connection.workflowService;
    const poll = (more: object) =>
      service.pollActivityTaskQueue({
        namespace,
        taskQueue: { name: hostQueue(nas) },
        identity: 'x',
        ...more,
      });
    const refused = { code: 7 };
    await expect(poll({ taskQueue: { name: 'showrunner' } })).rejects.toMatchObject(refused);
    await expect(poll({ taskQueue: { name: 'host-local' } })).rejects.toMatchObject(refused);
    await expect(poll({ namespace: 'default' })).rejects.toMatchObject(refused);
    await expect(service.describeNamespace({ namespace: 'default' })).rejects.toMatchObject(refused);
    await expect(service.listNamespaces({})).rejects.toMatchObject(refused);
    await expect(
      service.startWorkflowExecution({ namespace, workflowId: 'svc/sonarr' }),
    ).rejects.toMatchObject(refused);
    await expect(service.signalWorkflowExecution({ namespace, signalName: 'stop' })).rejects.toMatchObject(
      refused,
    );
    await expect(
      service.recordWorkerHeartbeat({ namespace, workerHeartbeat: [{ taskQueue: 'showrunner' }] }),
    ).rejects.toMatchObject(refused);
    await connection.close();
  });

  it('cannot answer for a task that another was given', async () => {
    const other = await world.joined('attic');
    const [mine, theirs] = [await connect(own), await connect(other)];
    const result = execute('stolen', 1);
    result.catch(() => undefined);
    const request = { namespace, taskQueue: { name: hostQueue(nas) }, identity: 'by hand' };
    const { taskToken } = await mine.workflowService.pollActivityTaskQueue(request);
    expect(taskToken.length).toBeGreaterThan(0);
    const answer = { namespace, taskToken, result: { payloads: [] } };
    const unknown = { code: 5 };
    await expect(theirs.workflowService.respondActivityTaskCompleted(answer)).rejects.toMatchObject(unknown);
    await expect(
      mine.workflowService.respondActivityTaskCompleted({ ...answer, taskToken: taskToken.subarray(32) }),
    ).rejects.toMatchObject(unknown);
    await mine.workflowService.respondActivityTaskCompleted(answer);
    await result;
    await Promise.all([mine.close(), theirs.close()]);
  });

  it('is out when its host was removed, also with a poll that is open', async () => {
    const credentials = await world.joined('shed');
    const connection = await connect(credentials);
    const poll = connection.workflowService.pollActivityTaskQueue({
      namespace,
      taskQueue: { name: hostQueue(hostId('shed')) },
      identity: 'by hand',
    });
    const ended = expect(poll).rejects.toBeDefined();
    await world.hosts.remove(hostId('shed'));
    await ended;
    await expect(connection.workflowService.getSystemInfo({})).rejects.toMatchObject({ code: 16 });
    await connection.close();
  });

  function connect({ key, certificate, authority }: HostCredentials): Promise<NativeConnection> {
    return NativeConnection.connect({
      address: `127.0.0.1:${world.port}`,
      tls: {
        serverNameOverride: gatewayName,
        serverRootCACertificate: Buffer.from(authority),
        clientCertPair: { crt: Buffer.from(certificate), key: Buffer.from(key) },
      },
    });
  }

  function execute(activity: string, argument: number): Promise<unknown> {
    return temporal.client.activity.execute(activity, {
      id: randomUUID(),
      taskQueue: hostQueue(nas),
      args: [argument],
      startToCloseTimeout: '30s',
      heartbeatTimeout: '10s',
    });
  }

  async function withWorker(
    work: (control: { readonly begun: () => number; readonly release: () => void }) => Promise<void>,
  ): Promise<void> {
    const gate = Promise.withResolvers<void>();
    let begun = 0;
    const connection = await connect(own);
    const worker = await Worker.create({
      connection,
      namespace,
      taskQueue: hostQueue(nas),
      maxHeartbeatThrottleInterval: '1s',
      activities: {
        work: async (times: number) => {
          for (let beat = 0; beat < times; beat += 1) Context.current().heartbeat(beat);
          return times;
        },
        wait: async () => {
          begun += 1;
          const beats = setInterval(() => Context.current().heartbeat(), 200);
          await gate.promise;
          clearInterval(beats);
          return `attempt ${Context.current().info.attempt}`;
        },
      },
    });
    const run = worker.run();
    try {
      await work({ begun: () => begun, release: gate.resolve });
    } finally {
      worker.shutdown();
      await run;
      await connection.close();
    }
  }
});
