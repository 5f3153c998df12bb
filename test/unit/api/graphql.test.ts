import { createClient } from 'graphql-ws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type HostId, serviceId, type TaskId } from '#domain/ids.ts';
import { startTestApi, type TestApi, token } from './support/api.ts';
import { eventOf, planOf, pull } from './support/events.ts';
import { openStream } from './support/sse.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startTestApi({
    onStreamRequest: async ({ url, token: once, tail }) => {
      const line = { type: 'line', time: '2026-01-31T20:15:00Z', stream: 'stdout', text: `of ${tail}` };
      const headers = { 'content-type': 'application/x-ndjson' };
      void fetch(`${url}/${once}`, { method: 'POST', headers, body: `${JSON.stringify(line)}\n` });
    },
  });
});
afterEach(() => api.close());

interface Result {
  readonly data?: Record<string, never>;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[];
}

async function ask(query: string, variables: object = {}): Promise<Result> {
  const answer = await api.send('POST', '/graphql', { body: { query, variables } });
  return answer.body as Result;
}

const installRedis = () =>
  ask('mutation { installService(input: { service: "redis" }) { id status health task { id operation } } }');

async function taskOf(service: string): Promise<TaskId> {
  const id = await api.engine.openTask(serviceId(service));
  if (id === undefined) throw new Error(`No task is open for ${service}.`);
  return id;
}

async function moveTo(service: string, to: 'installing' | 'running', task: TaskId): Promise<void> {
  const runId = task.split('.').at(-1) ?? '';
  await api.services.transition({
    service: serviceId(service),
    to,
    cause: 'test',
    run: { workflowId: `svc/${service}`, runId },
    release: to === 'running',
    event: { id: `${task}/${to}`, correlationId: 'c', time: '2026-01-31T20:15:00Z' },
  });
}

describe('a query', () => {
  it('shows services with what they require, and reads them once for all', async () => {
    await api.send('POST', '/api/v1/services', { body: { service: 'jellyfin' } });
    let reads = 0;
    const { list } = api.services;
    api.services.list = (filter) => {
      reads += 1;
      return list(filter);
    };
    const { data } = await ask(
      '{ services { id name version status dependencies { id dependents { id } } } }',
    );
    expect(data?.services).toEqual([
      expect.objectContaining({
        id: 'jellyfin',
        status: 'ABSENT',
        dependencies: [
          { id: 'postgres', dependents: [{ id: 'jellyfin' }] },
          { id: 'redis', dependents: [{ id: 'jellyfin' }] },
        ],
      }),
      expect.objectContaining({ id: 'postgres' }),
      expect.objectContaining({ id: 'redis' }),
    ]);
    expect(reads).toBeLessThanOrEqual(3);
  });

  it('filters services, and shows nothing under an unknown id', async () => {
    await installRedis();
    const { data } = await ask(
      '{ services(filter: { status: [RUNNING] }) { id } service(id: "nope") { id } task(id: "x") { id } }',
    );
    expect(data).toEqual({ services: [], service: null, task: null });
  });

  it('shows settings and a bounded log', async () => {
    await installRedis();
    const { data } = await ask(
      '{ service(id: "redis") { config { settings secretSettings ports { host } } logs(limit: 7) { stream text } } }',
    );
    expect(data?.service).toEqual({
      config: { settings: {}, secretSettings: [], ports: [] },
      logs: [{ stream: 'STDOUT', text: 'of 7' }],
    });
    const { errors } = await ask('{ service(id: "redis") { logs(limit: 5000) { text } } }');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'invalid-input', faults: [{ field: 'limit' }] });
  });

  it('shows tasks by status, with their plan’s steps', async () => {
    await installRedis();
    const task = await taskOf('redis');
    const service = serviceId('redis');
    await api.events.append([
      eventOf('task.opened', { operation: 'install', requestedBy: 'token:admin' }, { task, service }),
      eventOf('task.planned', { plan: planOf(service) }, { task, service }),
    ]);
    const { data } = await ask(
      '{ tasks(status: RUNNING) { id operation phase service { id } steps { id state } children { id } } }',
    );
    expect(data?.tasks).toMatchObject([
      {
        id: task,
        operation: 'INSTALL',
        phase: 'resolve',
        service: { id: 'redis' },
        steps: [{ id: pull }, {}],
      },
    ]);
    expect((await ask('{ tasks(status: FAILED) { id } }')).data).toEqual({ tasks: [] });
  });
});

describe('a mutation', () => {
  it('installs, and returns once the record is written', async () => {
    const { data } = await installRedis();
    expect(data?.installService).toMatchObject({ id: 'redis', status: 'ABSENT', health: 'UNKNOWN' });
    expect(await api.services.get(serviceId('redis'))).toMatchObject({ desired: 'running' });
  });

  it('uninstalls', async () => {
    await installRedis();
    api.engine.describeAs(await taskOf('redis'), { status: 'succeeded' });
    expect((await ask('mutation { uninstallService(id: "redis") }')).data).toEqual({
      uninstallService: true,
    });
  });

  it('opens any task, once per key', async () => {
    const query = `mutation Open($input: CreateTaskInput!) { createTask(input: $input) { id operation status } }`;
    const input = { operation: 'INSTALL', services: ['redis', 'postgres'], idempotencyKey: 'k' };
    const first = await ask(query, { input });
    expect(first.data?.createTask).toMatchObject({ operation: 'BATCH', status: 'RUNNING' });
    expect((await ask(query, { input })).data).toEqual(first.data);
  });

  it('tells failures with code, faults and remedy, as REST does', async () => {
    const { errors } = await ask('mutation { installService(input: { service: "vpn" }) { id } }');
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'missing-settings',
      faults: [{ field: 'vpn.provider' }, {}, {}],
      remedy: expect.stringContaining('--set'),
    });
    const bad = await ask('mutation { installService(input: { service: "Not A Slug" }) { id } }');
    expect(bad.errors?.[0]?.extensions).toMatchObject({
      code: 'invalid-input',
      faults: [{ field: 'service' }],
    });
  });

  it('tells nothing of what it does not know', async () => {
    api.services.claimInstall = () => {
      throw new Error('a secret of the implementation');
    };
    const { errors } = await installRedis();
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'internal' });
    expect(JSON.stringify(errors)).not.toContain('implementation');
    expect(api.logged.join('')).toContain('a secret of the implementation');
  });
});

describe('a document', () => {
  const nest = (depth: number): string => (depth === 0 ? '{ id }' : `{ dependencies ${nest(depth - 1)} }`);
  const fragments = Array.from(
    { length: 30 },
    (_, at) => `fragment F${at} on Service { ...F${at + 1} ...F${at + 1} }`,
  );
  const bomb = `{ services { ...F0 } } ${fragments.join(' ')} fragment F30 on Service { id }`;

  it.each([
    ['too deep', `{ services ${nest(12)} }`],
    ['too dear', `{ services ${nest(5)} }`],
    [
      'of too many aliases',
      `{ ${Array.from({ length: 40 }, (_, at) => `a${at}: services { id }`).join(' ')} }`,
    ],
    ['of too many tokens', `{ services { ${'id '.repeat(3000)} } }`],
    ['that multiplies by fragments', bomb],
    ['that spreads itself', '{ services { ...A } } fragment A on Service { dependencies { ...A } }'],
    ['that is no GraphQL', '{ services'],
  ])('%s is refused', async (_what, query) => {
    const { data, errors } = await ask(query);
    expect(data ?? null).toBeNull();
    expect(errors?.length).toBeGreaterThan(0);
  });

  it('may read the schema, with a token', async () => {
    const { data } = await ask(
      '{ __schema { types { name fields { name type { name ofType { name } } } } } }',
    );
    expect(JSON.stringify(data)).toContain('ServiceStatus');
  });

  it('that is too large is 413', async () => {
    const answer = await api.send('POST', '/graphql', {
      body: { query: `{ services { id } } #${'x'.repeat(300_000)}` },
    });
    expect(answer.status).toBe(413);
  });
});

describe('a subscription over server-sent events', () => {
  it('gives a service as it is, then at every change', async () => {
    await installRedis();
    const task = await taskOf('redis');
    const query = 'subscription { serviceStatusChanged(id: "redis") { id status dependencies { id } } }';
    const stream = await subscribe(query);
    expect((await stream.next())?.data).toMatchObject({
      data: { serviceStatusChanged: { status: 'ABSENT' } },
    });
    await moveTo('redis', 'installing', task);
    expect((await stream.next())?.data).toMatchObject({
      data: { serviceStatusChanged: { status: 'INSTALLING' } },
    });
    await moveTo('redis', 'running', task);
    expect((await stream.next())?.data).toMatchObject({
      data: { serviceStatusChanged: { status: 'RUNNING' } },
    });
    stream.close();
  });

  it('gives a task until it is closed', async () => {
    await installRedis();
    const task = await taskOf('redis');
    const stream = await subscribe(`subscription { taskStatusChanged(id: "${task}") { status } }`);
    expect((await stream.next())?.data).toMatchObject({ data: { taskStatusChanged: { status: 'RUNNING' } } });
    api.engine.describeAs(task, { status: 'cancelled' });
    await api.events.append([eventOf('task.closed', { status: 'cancelled' }, { task })]);
    expect((await stream.next())?.data).toMatchObject({
      data: { taskStatusChanged: { status: 'CANCELLED' } },
    });
    expect((await stream.next())?.event).toBe('complete');
  });
});

describe('a subscription over WebSocket', () => {
  it('works on the API’s own port, with the token in the connection’s parameters', async () => {
    await installRedis();
    const task = await taskOf('redis');
    const client = connect({ authorization: `Bearer ${token}` });
    const changes = client.iterate<{ taskStatusChanged: { id: string; status: string } }>({
      query: 'subscription { taskStatusChanged { id status } }',
    });
    const first = changes.next();
    const tick = setInterval(
      () => void api.events.append([eventOf('task.planned', { plan: planOf(serviceId('redis')) }, { task })]),
      20,
    );
    expect((await first).value?.data).toEqual({ taskStatusChanged: { id: task, status: 'RUNNING' } });
    clearInterval(tick);
    await changes.return?.();
    await client.dispose();
  });

  it('takes queries and mutations as well, and masks failures', async () => {
    const client = connect({ authorization: `Bearer ${token}` });
    const results = client.iterate({
      query: 'mutation { installService(input: { service: "vpn" }) { id } }',
    });
    const { value } = await results.next();
    expect(value?.errors?.[0]?.extensions).toMatchObject({ code: 'missing-settings' });
    await client.dispose();
  });

  it('keeps to the limits', async () => {
    const client = connect({ authorization: `Bearer ${token}` });
    const results = client.iterate({ query: `{ ${'a: services { id } '.repeat(40)} }` });
    await expect(results.next()).rejects.toMatchObject([{ extensions: { code: 'query-too-large' } }]);
    await client.dispose();
  });

  it.each([{}, { authorization: 'Bearer wrong' }, { authorization: 7 }])(
    'is closed as forbidden with %j',
    async (parameters) => {
      const client = connect(parameters);
      const results = client.iterate({ query: '{ services { id } }' });
      await expect(results.next()).rejects.toMatchObject({ code: 4403 });
      await client.dispose();
    },
  );

  it('is refused elsewhere, and under a foreign name', async () => {
    expect(await refusal('/nothing', {})).toBe(404);
    expect(await refusal('/graphql', { host: 'evil.example' })).toBe(421);
  });
});

describe('a host that is unwell', () => {
  it('does not end a subscription', async () => {
    const stream = await subscribe('subscription { serviceStatusChanged { id } }');
    await api.events.append([
      eventOf('host.changed', { host: 'local' as HostId, reachable: false, cause: 'test' }),
    ]);
    await installRedis();
    const tick = setInterval(() => void installed(), 20);
    expect((await stream.next())?.data).toMatchObject({ data: { serviceStatusChanged: { id: 'redis' } } });
    clearInterval(tick);
    stream.close();
  });
});

let count = 0;
async function installed(): Promise<void> {
  count += 1;
  const data = {
    status: 'running',
    health: 'healthy',
    desired: 'running',
    since: '2026-01-31T20:15:00Z',
    revision: count,
    cause: 'test',
  } as const;
  await api.events.append([eventOf('service.changed', data, { service: serviceId('redis') })]);
}

function subscribe(query: string) {
  const headers = { 'content-type': 'application/json' };
  return openStream(`${api.url}/graphql`, headers, { method: 'POST', body: JSON.stringify({ query }) });
}

function connect(connectionParams: Record<string, unknown>) {
  const url = `ws://127.0.0.1:${api.port}/graphql`;
  return createClient({ url, connectionParams, webSocketImpl: WebSocket, retryAttempts: 0 });
}

async function refusal(path: string, headers: Record<string, string>): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  const socket = new WebSocket(`ws://127.0.0.1:${api.port}${path}`, 'graphql-transport-ws', { headers });
  socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
  socket.on('error', () => undefined);
  return promise;
}
