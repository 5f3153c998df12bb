import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { serviceId } from '#domain/ids.ts';
import type { ServiceStatus } from '#domain/lifecycle.ts';
import { startTestApi, type TestApi } from './support/api.ts';
import { eventOf } from './support/events.ts';
import { openStream } from './support/sse.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startTestApi();
  await api.send('POST', '/api/v1/services', { body: { service: 'jellyfin' } });
  for (const service of ['redis', 'postgres', 'jellyfin']) await bringUp(service);
});
afterEach(() => api.close());

let count = 0;
function happening() {
  count += 1;
  return {
    id: `e-${count}`,
    correlationId: 'c',
    time: new Date(Date.UTC(2026, 0, 1) + count * 60_000).toISOString(),
  };
}

async function moveTo(service: string, to: ServiceStatus): Promise<void> {
  await api.services.transition({
    service: serviceId(service),
    to,
    ...(to === 'running' ? { health: 'healthy' as const } : {}),
    cause: to === 'running' ? 'its operation succeeded' : 'install was asked for',
    run: { workflowId: `svc/${service}`, runId: '0'.repeat(36) },
    release: to === 'running',
    event: happening(),
  });
}

async function bringUp(service: string): Promise<void> {
  await moveTo(service, 'installing');
  await moveTo(service, 'running');
}

async function report(service: string, health: 'healthy' | 'unhealthy', cause: string): Promise<void> {
  await api.services.report({ service: serviceId(service), health, cause, event: happening() });
}

async function breakBoth(): Promise<void> {
  await report('postgres', 'unhealthy', 'showrunner-postgres exited with code 137');
  await report('jellyfin', 'unhealthy', 'HTTP 503');
}

const get = async (path: string) => (await api.send('GET', `/api/v1${path}`)).body;

describe('the health of dependencies', () => {
  it('is the graph of what requires what, with nothing to blame where all is well', async () => {
    expect(await get('/health/dependencies')).toMatchObject({
      services: [
        {
          id: 'jellyfin',
          status: 'running',
          health: 'healthy',
          desired: 'running',
          requires: [
            { service: 'postgres', capability: 'sql-database', via: 'network' },
            { service: 'redis', capability: 'cache', via: 'network' },
          ],
          rootCauses: [],
        },
        { id: 'postgres', requires: [], rootCauses: [] },
        { id: 'redis' },
      ],
      rootCauses: [],
    });
  });

  it('names the root cause, why it is down, and who suffers', async () => {
    await breakBoth();
    expect(await get('/health/dependencies')).toMatchObject({
      services: [
        { id: 'jellyfin', rootCauses: ['postgres'] },
        { id: 'postgres', rootCauses: ['postgres'] },
        { id: 'redis', rootCauses: [] },
      ],
      rootCauses: [
        {
          service: 'postgres',
          status: 'degraded',
          health: 'unhealthy',
          cause: 'showrunner-postgres exited with code 137',
          suffering: ['jellyfin'],
        },
      ],
    });
  });
});

it('a root cause says how its trouble began, however often recovery tried since', async () => {
  const service = serviceId('postgres');
  const run = { workflowId: 'svc/postgres', runId: '1'.repeat(36) };
  const exited = 'showrunner-postgres exited with code 137';
  await report('postgres', 'unhealthy', exited);
  for (const [to, cause] of [
    ['recovering', `recover: ${exited}`],
    ['failed', 'It never became healthy.'],
  ] as const) {
    await api.services.transition({ service, to, cause, run, release: to === 'failed', event: happening() });
  }
  expect(await get('/health/dependencies')).toMatchObject({
    rootCauses: [
      {
        service: 'postgres',
        status: 'failed',
        cause: 'It never became healthy.',
        trouble: { cause: exited },
      },
    ],
  });
});

describe('the state of a service', () => {
  it('has its last ten changes, oldest first, and nothing to blame while it is well', async () => {
    for (let time = 0; time < 6; time += 1) {
      await report('redis', 'unhealthy', `probe ${time} failed`);
      await report('redis', 'healthy', `probe ${time} answered`);
    }
    const { changes, rootCauses } = (await get('/services/redis/status')) as {
      changes: { time: string; cause: string }[];
      rootCauses: string[];
    };
    expect(rootCauses).toEqual([]);
    expect(changes).toHaveLength(10);
    expect(changes.at(-1)).toMatchObject({
      status: 'running',
      health: 'healthy',
      cause: 'probe 5 answered',
      time: expect.stringMatching(/^2026-01-01T/),
    });
    expect(changes.map(({ time }) => time)).toEqual(changes.map(({ time }) => time).toSorted());
  });

  it('names what is to blame', async () => {
    await breakBoth();
    expect(await get('/services/jellyfin/status')).toMatchObject({
      status: 'degraded',
      rootCauses: ['postgres'],
    });
  });
});

describe('the history of a service', () => {
  it('says how it is, because of what, and what happened before', async () => {
    await breakBoth();
    await report('jellyfin', 'unhealthy', 'HTTP 502');
    const history = (await get('/services/jellyfin/history')) as {
      now: { since: string };
      entries: { sentence: string; time: string }[];
    };
    expect(history).toMatchObject({
      now: { service: 'jellyfin', status: 'degraded', health: 'unhealthy', cause: expect.any(String) },
      because: [[{ service: 'postgres', cause: 'showrunner-postgres exited with code 137' }]],
    });
    expect(history.entries.map(({ sentence }) => sentence).slice(0, 3)).toEqual([
      'It is being installed.',
      'It is running and healthy.',
      'It is running, but unhealthy: HTTP 503.',
    ]);
    expect(history.now.since).toBe(history.entries[2]?.time);
  });

  it('tells what happened several times in a row once', async () => {
    const service = serviceId('redis');
    const note = { phase: 'postponed', cause: 'the engine does not answer' } as const;
    const at = (minute: number) => `2026-02-01T00:0${minute}:00.000Z`;
    await api.events.append(
      [1, 2, 3].map((minute) => eventOf('service.recovery', note, { service, time: at(minute) })),
    );
    const { entries } = (await get('/services/redis/history')) as { entries: object[] };
    expect(entries.at(-1)).toEqual({
      time: at(1),
      kind: 'service.recovery',
      sentence: 'Recovery put its attempt off: the engine does not answer.',
      count: 3,
      until: at(3),
    });
    expect(entries).toHaveLength(3);
  });

  it('is as long as was asked for, at most', async () => {
    const { entries } = (await get('/services/redis/history?limit=1')) as { entries: object[] };
    expect(entries).toEqual([expect.objectContaining({ kind: 'service.changed', count: 1 })]);
    expect((await api.send('GET', '/api/v1/services/redis/history?limit=501')).status).toBe(400);
    expect((await api.send('GET', '/api/v1/services/nope/history')).status).toBe(404);
  });
});

describe('GraphQL', () => {
  const health = '{ status services { total healthy unhealthy } rootCauses { service cause suffering } }';
  const ask = async (query: string) =>
    (await api.send('POST', '/graphql', { body: { query } })).body as {
      data: object;
      errors?: { extensions: object }[];
    };

  it('shows the health of the system with what is to blame', async () => {
    await breakBoth();
    expect((await ask(`{ systemHealth ${health} }`)).data).toEqual({
      systemHealth: {
        status: 'DEGRADED',
        services: { total: 3, healthy: 1, unhealthy: 2 },
        rootCauses: [
          {
            service: 'postgres',
            cause: 'showrunner-postgres exited with code 137',
            suffering: ['jellyfin'],
          },
        ],
      },
    });
  });

  it('shows it without its services while the database is away', async () => {
    api.events.outage.begin();
    const { data } = await ask(
      `{ systemHealth { status controlPlane { database { ok } } rootCauses { service } } }`,
    );
    expect(data).toEqual({
      systemHealth: { status: 'UNHEALTHY', controlPlane: { database: { ok: false } }, rootCauses: [] },
    });
    api.events.outage.end();
  });

  it('shows alerts by state', async () => {
    await api.alerts.raise({
      id: 'alert-1',
      service: serviceId('redis'),
      name: 'ServiceDown',
      severity: 'critical',
      summary: 'Redis (redis) is down',
      description: 'Three attempts failed.',
      sinks: [],
      event: happening(),
    });
    const fields = '{ id name service severity state resolvedAt }';
    expect(
      (await ask(`{ open: alerts(state: OPEN) ${fields} resolved: alerts(state: RESOLVED) { id } }`)).data,
    ).toEqual({
      open: [
        {
          id: 'alert-1',
          name: 'ServiceDown',
          service: 'redis',
          severity: 'CRITICAL',
          state: 'OPEN',
          resolvedAt: null,
        },
      ],
      resolved: [],
    });
    const { errors } = await ask('{ alerts(limit: 0) { id } }');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'invalid-input', faults: [{ field: 'limit' }] });
  });

  it('tells the health of the system as it is, then when it has changed, with one look for many events and many who follow', async () => {
    const looks = vi.spyOn(api.engine, 'list');
    const body = JSON.stringify({ query: `subscription { systemHealthChanged ${health} }` });
    const open = () =>
      openStream(`${api.url}/graphql`, { 'content-type': 'application/json' }, { method: 'POST', body });
    const streams = [await open(), await open(), await open()];
    const next = async () => {
      const told = await Promise.all(streams.map(async (stream) => (await stream.next())?.data));
      for (const one of told) expect(one).toEqual(told[0]);
      return told[0];
    };
    expect(await next()).toMatchObject({
      data: { systemHealthChanged: { status: 'HEALTHY', rootCauses: [] } },
    });
    looks.mockClear();
    await breakBoth();
    expect(await next()).toMatchObject({
      data: { systemHealthChanged: { status: 'DEGRADED', rootCauses: [{ suffering: ['jellyfin'] }] } },
    });
    expect(looks).toHaveBeenCalledTimes(1);
    await report('jellyfin', 'healthy', 'HTTP 200');
    await report('postgres', 'healthy', 'accepts connections');
    expect(await next()).toMatchObject({
      data: { systemHealthChanged: { status: 'HEALTHY', rootCauses: [] } },
    });
    for (const stream of streams) stream.close();
  });
});
