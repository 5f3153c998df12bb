import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fromCloudEvent } from '#contracts/cloud-event.ts';
import { createTaskFold } from '#contracts/fold-task.ts';
import { DomainError } from '#domain/errors.ts';
import { type HostId, serviceId, type TaskId } from '#domain/ids.ts';
import { createClient, isApiError, type ShowrunnerClient } from '#sdk/index.ts';
import { startTestApi, type TestApi, token } from './support/api.ts';
import { eventOf, planOf, pull } from './support/events.ts';

let api: TestApi;
let client: ShowrunnerClient;
let stop: AbortController;
beforeEach(async () => {
  api = await startTestApi();
  client = createClient({ url: api.url, token, correlationId: 'of-the-test' });
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await api.close();
});

const change = () => eventOf('host.changed', { host: 'local' as HostId, reachable: true, cause: 'test' });

describe('the SDK', () => {
  it('calls every resource', async () => {
    const task = await client.services.install({ service: 'redis' });
    expect(task).toMatchObject({ operation: 'install', correlationId: 'of-the-test' });
    expect((await client.services.list()).services.map(({ id }) => id)).toEqual(['redis']);
    expect((await client.services.get('redis')).name).toBe('Redis');
    expect((await client.services.status('redis')).desired).toBe('running');
    expect((await client.tasks.list({ limit: 5 })).tasks).toHaveLength(1);
    expect((await client.tasks.get(task.id)).id).toBe(task.id);
    expect((await client.tasks.cancel(task.id)).status).toBe('cancelling');
    expect((await client.catalog.list()).definitions.length).toBeGreaterThan(0);
    expect((await client.catalog.get('vpn')).id).toBe('vpn');
    expect((await client.events.list()).events).toEqual([]);
    expect((await client.health.get()).status).toBe('healthy');
    expect((await client.health.services()).services).toHaveLength(1);
    expect((await client.health.dependencies()).rootCauses).toMatchObject([{ service: 'redis' }]);
    expect((await client.services.history('redis', { limit: 5 })).now.service).toBe('redis');
    expect((await client.alerts.list({ state: 'open' })).alerts).toEqual([]);
    const { revision } = await client.config.get();
    expect((await client.config.update({ timezone: 'UTC' }, revision)).settings).toMatchObject({
      timezone: 'UTC',
    });
    expect(await client.config.validate({ timezone: '' })).toMatchObject({ valid: false });
    expect((await client.instance.get()).name).toBe('test');
    const key = { idempotencyKey: 'k' };
    const batch = await client.tasks.create({ operation: 'install', services: ['redis', 'postgres'] }, key);
    expect(batch.operation).toBe('batch');
  });

  it('throws a refusal with its code, faults and remedy', async () => {
    const error = await client.services.install({ service: 'vpn' }).catch((thrown: unknown) => thrown);
    expect(isApiError(error) && error).toMatchObject({
      status: 400,
      code: 'missing-settings',
      faults: [{ field: 'vpn.provider' }, {}, {}],
      correlationId: 'of-the-test',
    });
  });

  it('throws `api-unreachable` when nobody answers, and `not-the-api` when it is someone else', async () => {
    const nobody = createClient({ url: 'http://127.0.0.1:9', token });
    await expect(nobody.instance.get()).rejects.toMatchObject({ code: 'api-unreachable', status: 0 });
    const other = createServer((_request, response) => response.writeHead(404).end('<html>')).listen(
      0,
      '127.0.0.1',
    );
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const wrong = createClient({ url: `http://127.0.0.1:${port}`, token });
    await expect(wrong.instance.get()).rejects.toMatchObject({ code: 'not-the-api', status: 404 });
    other.close();
  });

  it('follows a task to its end, and its messages fold into the task', async () => {
    const { id } = await client.services.install({ service: 'redis' });
    const task = id as TaskId;
    const service = serviceId('redis');
    const fold = createTaskFold();
    const following = (async () => {
      for await (const message of client.tasks.follow(id, { after: 0 })) {
        if (message.kind === 'event') fold.apply(fromCloudEvent(message.event));
      }
    })();
    await api.events.append([
      eventOf('task.opened', { operation: 'install', requestedBy: 'token:admin' }, { task, service }),
      eventOf('task.planned', { plan: planOf(service) }, { task, service }),
      eventOf('step.started', { step: pull, attempt: 1 }, { task }),
      eventOf('task.closed', { status: 'succeeded' }, { task }),
    ]);
    await following;
    expect(fold.state.status).toBe('succeeded');
  });

  it('ends with the final state of a task that is closed already', async () => {
    const { id } = await client.services.install({ service: 'redis' });
    api.engine.describeAs(id as TaskId, { status: 'failed' });
    const kinds: string[] = [];
    for await (const message of client.tasks.follow(id)) kinds.push(message.kind);
    expect(kinds).toEqual(['snapshot']);
  });

  it('sees every event once, in order, over connections that break', async () => {
    const proxy = await startBreakingProxy(api.port);
    const following = createClient({ url: proxy.url, token }).events.follow({
      after: 0,
      signal: stop.signal,
    });
    const total = 200;
    const positions: number[] = [];
    const append = () => api.events.append(Array.from({ length: 50 }, change));
    await append();
    for await (const message of following) {
      positions.push(message.position);
      if (positions.length === total) break;
      if (positions.length % 50 !== 0) continue;
      // Some of what comes now is on its way when the connection breaks.
      const appended = append();
      proxy.breakAll();
      await appended;
    }
    expect(positions).toEqual(Array.from({ length: total }, (_, at) => at + 1));
    expect(proxy.connections()).toBeGreaterThan(2);
    await proxy.close();
  });

  it('tells of trouble before it tries again, and gives up in the end', async () => {
    const told: string[] = [];
    const nobody = createClient({ url: 'http://127.0.0.1:9', token });
    const following = nobody.events.follow({
      giveUpMs: 400,
      onTrouble: ({ code }) => told.push(code),
      signal: stop.signal,
    });
    await expect(following.next()).rejects.toMatchObject({ code: 'api-unreachable' });
    expect(told.length).toBeGreaterThan(0);
  });

  it('goes on after a stream that ended with a problem', async () => {
    const follow = vi.spyOn(api.context.feed, 'follow').mockImplementationOnce(async function* () {
      yield [];
      throw new DomainError('database-unreachable', 'away for a moment');
    });
    await api.events.append([change(), change()]);
    const told: string[] = [];
    const following = client.events.follow({
      after: 1,
      signal: stop.signal,
      onTrouble: ({ code }) => told.push(code),
    });
    expect((await following.next()).value).toMatchObject({ position: 2 });
    expect(told).toEqual(['database-unreachable']);
    expect(follow).toHaveBeenCalledTimes(2);
  });

  it('does not try again what was refused', async () => {
    const wrong = createClient({ url: api.url, token: 'wrong' });
    await expect(wrong.events.follow({ signal: stop.signal }).next()).rejects.toMatchObject({ status: 401 });
    await expect(client.events.follow({ after: 99 }).next()).rejects.toMatchObject({ code: 'position-gone' });
  });

  it('ends a stream with its signal', async () => {
    const following = client.events.follow({ signal: stop.signal });
    await following.next();
    const waiting = following.next();
    stop.abort();
    expect((await waiting).done).toBe(true);
  });
});

/** Passes bytes on, until it is told to break every connection. */
async function startBreakingProxy(port: number) {
  const open = new Set<Socket>();
  let count = 0;
  const server: Server = createServer();
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    count += 1;
    const target = connect(port, '127.0.0.1');
    for (const end of [socket, target]) {
      open.add(end);
      end.on('error', () => undefined).on('close', () => open.delete(end));
    }
    socket.pipe(target).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: own } = server.address() as { port: number };
  const breakAll = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${own}`,
    connections: () => count,
    breakAll,
    close: async () => {
      breakAll();
      server.close();
    },
  };
}
