import { createClient } from 'graphql-ws';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hashToken } from '#api/middleware/token.ts';
import type { StatsRequest, StatsUpload } from '#contracts/stats.ts';
import { DomainError } from '#domain/errors.ts';
import { componentName, serviceId } from '#domain/ids.ts';
import type { ComponentUsage, UsagePoint } from '#domain/usage.ts';
import { startTestApi, type TestApi, type TestApiOptions } from './support/api.ts';
import { problemOf } from './support/http.ts';
import { openStream } from './support/sse.ts';

let api: TestApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

async function start(options: TestApiOptions = {}): Promise<TestApi> {
  api = await startTestApi(options);
  await api.send('POST', '/api/v1/services', { body: { service: 'redis' } });
  return api;
}

const point: UsagePoint = { at: '2030-01-01T00:00:00Z', memoryBytes: 500, restarts: 1 };
const redis: ComponentUsage = {
  service: serviceId('redis'),
  component: componentName('redis'),
  now: { ...point, cpuCores: 0.25, networkReceivedBytes: 7, networkSentBytes: 8 },
  lastHour: [point],
};
const stopped: ComponentUsage = { ...redis, component: componentName('exporter'), lastHour: [] };

/** Dials back as a host worker does. */
function dialBack(upload: StatsUpload | string, asked: StatsRequest[] = []) {
  return async (request: StatsRequest) => {
    asked.push(request);
    const body = typeof upload === 'string' ? upload : `${JSON.stringify(upload)}\n`;
    const headers = { 'content-type': 'application/x-ndjson' };
    const sent = fetch(`${request.url}/${request.token}`, { method: 'POST', headers, body });
    // How the upload ends is the API's affair.
    sent.catch(() => undefined);
  };
}

describe('what a service uses', () => {
  it('comes from its host’s worker: now and the last hour, null where nothing is counted', async () => {
    const asked: StatsRequest[] = [];
    const { now: _, ...away } = stopped;
    const { send } = await start({ onStatsRequest: dialBack({ components: [redis, away] }, asked) });
    const { status, body } = await send('GET', '/api/v1/services/redis/metrics');
    expect(status).toBe(200);
    const none = {
      memoryLimitBytes: null,
      diskReadBytes: null,
      diskWrittenBytes: null,
    };
    expect(body).toEqual({
      service: 'redis',
      host: 'local',
      components: [
        {
          component: 'redis',
          now: { ...none, ...redis.now },
          lastHour: [
            { ...none, cpuCores: null, networkReceivedBytes: null, networkSentBytes: null, ...point },
          ],
        },
        { component: 'exporter', now: null, lastHour: [] },
      ],
    });
    expect(asked).toMatchObject([{ host: 'local', service: 'redis' }]);
  });

  it('of a service that is not there is 404', async () => {
    const { send } = await start();
    expect((await send('GET', '/api/v1/services/nope/metrics')).status).toBe(404);
  });

  it('is 503 when no worker dials back, and of all services names that host', async () => {
    const { send } = await start({ onStatsRequest: async () => undefined });
    const [one, all] = await Promise.all([
      send('GET', '/api/v1/services/redis/metrics'),
      send('GET', '/api/v1/metrics'),
    ]);
    expect(problemOf(one).code).toBe('engine-unreachable');
    expect(all.body).toEqual({
      components: [],
      unreachable: [{ host: 'local', reason: 'The host’s worker did not dial back in time.' }],
    });
  });

  it.each(['no JSON', '{"components":[{"service":"NO SLUG"}]}', `{"components":"${'x'.repeat(600_000)}"}`])(
    'is not made of what is no usage (%#)',
    async (upload) => {
      const { send } = await start({ onStatsRequest: dialBack(upload) });
      const answer = await send('GET', '/api/v1/services/redis/metrics');
      expect(problemOf(answer).code).toBe('internal');
    },
  );

  it('of all services leaves out whom there is no row for', async () => {
    const ghost = { ...redis, service: serviceId('ghost') };
    const { send } = await start({ onStatsRequest: dialBack({ components: [redis, ghost] }) });
    const { body } = await send('GET', '/api/v1/metrics');
    expect(body).toMatchObject({
      components: [{ service: 'redis', component: 'redis', now: { cpuCores: 0.25 } }],
      unreachable: [],
    });
  });
});

/** As an install does it. */
async function bringUp({ services }: TestApi, id: string, health: 'healthy' | 'unhealthy') {
  const change = {
    service: serviceId(id),
    cause: 'test',
    run: { workflowId: `svc/${id}`, runId: '0'.repeat(36) },
  };
  const event = (name: string) => ({ id: `${id}/${name}`, correlationId: 'c', time: '2030-01-01T00:00:00Z' });
  await services.transition({ ...change, to: 'installing', release: false, event: event('begun') });
  await services.transition({ ...change, to: 'running', health, release: true, event: event('done') });
}

describe('Service.metrics in GraphQL', () => {
  const query =
    '{ service(id: "redis") { metrics { unreachable components { component now { cpuCores memoryLimitBytes } lastHour { at } } } } }';

  it('is what REST has', async () => {
    const { send } = await start({ onStatsRequest: dialBack({ components: [redis] }) });
    const { body } = await send('POST', '/graphql', { body: { query } });
    const now = { cpuCores: 0.25, memoryLimitBytes: null };
    const components = [{ component: 'redis', now, lastHour: [{ at: point.at }] }];
    expect(body).toEqual({ data: { service: { metrics: { unreachable: null, components } } } });
  });

  it('asks the host alone: the services that are shown are read once', async () => {
    const { send, services } = await start({ onStatsRequest: dialBack({ components: [redis] }) });
    const reads = vi.spyOn(services, 'get');
    const each = '{ services { id metrics { components { component } } } }';
    const { body } = await send('POST', '/graphql', { body: { query: each } });
    expect(body).toMatchObject({ data: { services: [{ id: 'redis', metrics: { components: [{}] } }] } });
    expect(reads).not.toHaveBeenCalled();
  });

  it('is too much for a list in a list: each is a round trip to a host', async () => {
    const { send } = await start();
    const nested = '{ services { dependencies { metrics { unreachable } } } }';
    const { body } = await send('POST', '/graphql', { body: { query: nested } });
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'query-too-large' } }] });
  });

  it('says why nothing is known, and costs the rest of the answer nothing', async () => {
    const away = new DomainError('temporal-unreachable', 'Temporal does not answer.');
    const { send } = await start({ onStatsRequest: () => Promise.reject(away) });
    const { body } = await send('POST', '/graphql', { body: { query } });
    const metrics = { unreachable: 'Temporal does not answer.', components: [] };
    expect(body).toEqual({ data: { service: { metrics } } });
  });
});

describe('/metrics', () => {
  const series = async ({ send }: TestApi) => (await send('GET', '/metrics')).text.split('\n');

  it('needs a token, like all else', async () => {
    const { send } = await start();
    expect((await send('GET', '/metrics', { anonymous: true })).status).toBe(401);
    const { status, headers } = await send('GET', '/metrics');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  });

  it('has status and health of every service, and whether what is wanted runs', async () => {
    const started = await start();
    await started.send('POST', '/api/v1/services', { body: { service: 'postgres' } });
    const before = await series(started);
    expect(before).toContain('showrunner_service_status{service="redis",host="local",status="absent"} 1');
    expect(before.filter((line) => line.startsWith('showrunner_service_up{'))).toEqual([]);
    await bringUp(started, 'redis', 'healthy');
    await bringUp(started, 'postgres', 'unhealthy');
    const after = await series(started);
    expect(after).toContain('showrunner_service_status{service="redis",host="local",status="running"} 1');
    expect(after).toContain('showrunner_service_health{service="redis",host="local",health="healthy"} 1');
    expect(after).toContain('showrunner_service_up{service="redis",host="local"} 1');
    expect(after).toContain('showrunner_service_up{service="postgres",host="local"} 0');
  });

  it('is served where the database is away, and says what is missing', async () => {
    const started = await start();
    started.services.list = () => Promise.reject(new DomainError('database-unreachable', 'away'));
    const lines = await series(started);
    expect(lines).toContain('showrunner_collector_up{collector="showrunner_service_status"} 0');
    expect(lines.filter((line) => line.startsWith('showrunner_service_'))).toEqual([]);
    expect(lines).toContain('showrunner_process_info{process="api"} 1');
  });

  it('measures requests by the pattern of their route, so that addresses make no series', async () => {
    const started = await start();
    for (const id of ['a', 'b', 'c']) await started.send('GET', `/api/v1/services/${id}`);
    await started.send('GET', '/nothing/here');
    const counts = (await series(started)).filter((line) => /duration_seconds_count/.test(line));
    const name = 'showrunner_http_request_duration_seconds_count';
    expect(counts).toContain(`${name}{method="GET",route="/services/{id}",status="404"} 3`);
    expect(counts).toContain(`${name}{method="GET",route="none",status="404"} 1`);
    expect(counts).toContain(`${name}{method="POST",route="/services",status="202"} 1`);
  });

  it('counts tasks by operation and status, from the event log', async () => {
    const started = await start();
    const event = { time: '2030-01-01T00:00:00Z', correlationId: 'c', task: 'one' as never };
    const opened = { operation: 'install', requestedBy: 'token:admin' } as const;
    await started.events.append([
      { ...event, id: '1', type: 'task.opened', data: opened },
      { ...event, id: '2', type: 'task.closed', data: { status: 'succeeded' } },
      { ...event, task: 'older' as never, id: '3', type: 'task.closed', data: { status: 'failed' } },
    ]);
    const expected = [
      'showrunner_tasks_opened_total{operation="install"} 1',
      'showrunner_tasks_closed_total{operation="install",status="succeeded"} 1',
      'showrunner_tasks_closed_total{operation="unknown",status="failed"} 1',
    ];
    await expect.poll(() => series(started)).toEqual(expect.arrayContaining(expected));
    expect(await series(started)).toContain(`showrunner_event_log_position ${await started.events.head()}`);
  });

  it('knows who follows events, until they leave', async () => {
    const started = await start();
    const stream = await openStream(`${started.url}/api/v1/events/stream`);
    await stream.next();
    const followers = 'showrunner_event_followers{transport="rest"}';
    await expect.poll(() => series(started)).toContain(`${followers} 1`);
    stream.close();
    await expect.poll(() => series(started)).toContain(`${followers} 0`);
    expect((await series(started)).some((line) => line.includes('route="/events/stream"'))).toBe(false);
  });
});

describe('a token with the scope metrics:read', () => {
  it('reads metrics, and nothing else', async () => {
    const started = await start({ onStatsRequest: dialBack({ components: [redis] }) });
    const watcher = 'sr_a-token-that-only-watches';
    await started.tokens.ensure({ hash: hashToken(watcher), name: 'prometheus', scopes: ['metrics:read'] });
    const ask = async (method: string, path: string) => {
      const headers = { authorization: `Bearer ${watcher}` };
      return (await started.send(method, path, { headers })).status;
    };
    for (const path of ['/metrics', '/api/v1/prometheus/targets', '/api/v1/services/redis/metrics'])
      expect(await ask('GET', path)).toBe(200);
    for (const path of ['/api/v1/services', '/api/v1/config', '/graphql', '/metrics/', '/METRICS'])
      expect(await ask('GET', path)).toBe(403);
    const url = `ws://127.0.0.1:${started.port}/graphql`;
    const connectionParams = { authorization: `Bearer ${watcher}` };
    const client = createClient({ url, connectionParams, webSocketImpl: WebSocket, retryAttempts: 0 });
    const results = client.iterate({ query: '{ services { id } }' });
    await expect(results.next()).rejects.toMatchObject({ code: 4403 });
    await client.dispose();
    expect(await ask('DELETE', '/api/v1/services/redis')).toBe(403);
    expect(await ask('POST', '/api/v1/services/redis/metrics')).toBe(403);
  });
});
