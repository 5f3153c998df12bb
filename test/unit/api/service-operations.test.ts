import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { taskId } from '#contracts/ids.ts';
import { type ServiceId, serviceId, type TaskId } from '#domain/ids.ts';
import type { ServiceStatus } from '#domain/lifecycle.ts';
import type { TaskRequest } from '#ports/task-engine.ts';
import { startTestApi, type TestApi } from './support/api.ts';
import { bringTo } from './support/bring-to.ts';
import { eventOf } from './support/events.ts';
import { problemOf } from './support/http.ts';
import { tunnel as vpn } from './support/tunnel.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startTestApi();
  await api.send('POST', '/api/v1/tasks', {
    body: { operation: 'install', services: ['sonarr', 'radarr'], settings: vpn },
  });
  for (const task of (await api.engine.list({ limit: 10 })).tasks)
    api.engine.describeAs(task.id, { status: 'succeeded' });
  for (const { id } of await api.services.list()) await bringTo(api, id, 'running');
});
afterEach(() => api.close());

const post = (path: string, body?: object) => api.send('POST', `/api/v1/services/${path}`, { body });
const last = (): TaskRequest => {
  const request = api.engine.started.at(-1);
  if (request === undefined) throw new Error('Nothing was started.');
  return request;
};
const stages = (): readonly (readonly string[])[] => {
  const request = last();
  if (request.operation !== 'batch') throw new Error(`It was ${request.operation}.`);
  return request.input.stages.map((stage) =>
    stage.map(({ operation, service }) => `${operation} ${service}`),
  );
};
const row = (id: string) => api.services.get(serviceId(id));
const bring = (id: string, to: ServiceStatus) => bringTo(api, serviceId(id), to);

describe('a stop', () => {
  it('of a service that nothing requires is one task on its lock', async () => {
    expect((await post('sonarr/stop')).status).toBe(202);
    expect(last()).toMatchObject({ operation: 'stop', input: { service: 'sonarr' } });
    expect(await row('sonarr')).toMatchObject({ desired: 'stopped' });
  });

  it('is refused while running services require it, with their names', async () => {
    const answer = await post('prowlarr/stop');
    expect([answer.status, problemOf(answer).code]).toEqual([409, 'service-required']);
    expect(answer.text).toContain('radarr, sonarr');
    expect(await row('prowlarr')).toMatchObject({ desired: 'running' });
  });

  it('with cascade stops those first, in order, and one start brings all back, in the other order', async () => {
    expect((await post('prowlarr/stop?cascade=true')).status).toBe(202);
    expect(stages()).toEqual([['stop radarr', 'stop sonarr'], ['stop prowlarr']]);
    for (const id of ['sonarr', 'radarr', 'prowlarr']) await bring(id, 'stopped');
    expect((await post('prowlarr/start')).status).toBe(202);
    expect(stages()).toEqual([['start prowlarr'], ['start radarr', 'start sonarr']]);
  });

  it('of a gateway takes the members of its network namespace along', async () => {
    for (const id of ['sonarr', 'radarr']) await bring(id, 'stopped');
    expect((await post('vpn/stop')).status).toBe(202);
    expect(stages()).toEqual([['stop qbittorrent'], ['stop vpn']]);
  });

  it('that could not be started leaves everything as it was wanted', async () => {
    api.engine.outage.begin();
    expect((await post('sonarr/stop')).status).toBe(503);
    api.engine.outage.end();
    expect(await row('sonarr')).toMatchObject({ desired: 'running', status: 'running' });
  });
});

describe('a restart', () => {
  it('of a gateway is followed by that of its members', async () => {
    expect((await post('vpn/restart')).status).toBe(202);
    expect(stages()).toEqual([['restart vpn'], ['restart qbittorrent']]);
  });
});

describe('a person’s operation', () => {
  it('outranks an open recovery, which is cancelled first', async () => {
    const recovery = await recovering(serviceId('sonarr'));
    const answer = post('sonarr/stop');
    await expect.poll(async () => (await api.engine.describe(recovery))?.status).toBe('cancelling');
    api.engine.describeAs(recovery, { status: 'cancelled' });
    expect((await answer).status).toBe(202);
  });

  it('follows a task that has told its end, as soon as its run lets go of the lock', async () => {
    const first = (await post('sonarr/restart')).body as { id: TaskId };
    await api.events.append([
      eventOf('task.opened', { operation: 'restart', requestedBy: 'token:admin' }, { task: first.id }),
      eventOf('task.closed', { status: 'succeeded' }, { task: first.id }),
    ]);
    const waiting = vi.spyOn(api.engine, 'untilFree');
    const second = post('sonarr/stop');
    await expect.poll(() => waiting.mock.calls.map(([service]) => service)).toEqual(['sonarr']);
    api.engine.describeAs(first.id, { status: 'succeeded' });
    expect((await second).status).toBe(202);
  });

  it('waits its turn behind another person’s', async () => {
    const first = await post('sonarr/restart');
    const second = await post('sonarr/stop');
    expect([second.status, problemOf(second).code]).toEqual([409, 'service-busy']);
    expect(second.text).toContain((first.body as { id: string }).id);
    expect(await row('sonarr')).toMatchObject({ desired: 'running' });
  });

  async function recovering(service: ServiceId) {
    const input = {
      service,
      host: api.context.instance.host,
      origin: { correlationId: 'r', requestedBy: 'monitor' },
    };
    const started = await api.engine.start({ operation: 'restart', input, summary: 'recover sonarr' });
    api.engine.describeAs(started, { operation: 'recover' });
    return started;
  }
});

describe('a change of settings', () => {
  const put = (body: object, headers: Record<string, string> = {}) =>
    api.send('PUT', '/api/v1/services/vpn', { body, headers });

  it('is written with what was there before, and its secrets sealed', async () => {
    await bring('qbittorrent', 'stopped');
    const settings = { provider: 'nordvpn', 'wireguard-private-key': vpn['vpn.wireguard-private-key'] };
    expect((await put({ settings })).status).toBe(202);
    expect(last()).toMatchObject({ operation: 'reconfigure', input: { service: 'vpn' } });
    const after = await row('vpn');
    expect(after).toMatchObject({
      settings: { provider: 'nordvpn' },
      previous: { settings: { provider: 'mullvad' } },
    });
    expect(Object.keys(after?.sealed ?? {})).toContain('wireguard-private-key');
    expect(JSON.stringify([after, last()])).not.toContain(vpn['vpn.wireguard-private-key']);
  });

  it('names every fault at once and changes nothing', async () => {
    const answer = await put({ settings: { provider: 7, nonsense: 'x' } });
    expect([answer.status, problemOf(answer).code]).toEqual([400, 'invalid-input']);
    expect(answer.text).toContain('vpn.nonsense');
    expect(await row('vpn')).not.toHaveProperty('previous');
  });

  const tagOf = async () => {
    const seen = await api.send('GET', '/api/v1/services/vpn');
    expect(seen.headers.get('etag')).toBe(`"${(seen.body as { etag: string }).etag}"`);
    return seen.headers.get('etag') ?? '';
  };

  it('of who looked before another person’s change is refused', async () => {
    const tag = await tagOf();
    expect((await put({ settings: { provider: 'nordvpn' } })).status).toBe(202);
    for (const task of (await api.engine.list({ limit: 10 })).tasks)
      if (task.closedAt === undefined) api.engine.describeAs(task.id, { status: 'succeeded' });
    const answer = await put({ settings: { provider: 'airvpn' } }, { 'if-match': tag });
    expect([answer.status, problemOf(answer).code]).toEqual([412, 'revision-mismatch']);
  });

  it('of who looked before its health or its state changed is taken', async () => {
    const tag = await tagOf();
    const event = { id: 'ill', correlationId: 'm', time: new Date().toISOString() };
    const ill = { service: serviceId('vpn'), health: 'unhealthy', cause: 'no answer', event } as const;
    expect(await api.services.report(ill)).toMatchObject({ outcome: 'taken' });
    await bring('vpn', 'stopped');
    expect(await tagOf()).toBe(tag);
    const answer = await put({ settings: { provider: 'nordvpn' } }, { 'if-match': tag });
    expect(answer.status).toBe(202);
  });

  it('goes by the same tag in GraphQL', async () => {
    const ask = async (query: string) => (await api.send('POST', '/graphql', { body: { query } })).body;
    const etag = (await tagOf()).slice(1, -1);
    expect(await ask('{ service(id: "vpn") { etag } }')).toEqual({ data: { service: { etag } } });
    const change = (seen: string) =>
      ask(`mutation { updateService(id: "vpn", config: { settings: {}, etag: "${seen}" }) { etag } }`);
    expect(await change('another')).toMatchObject({
      errors: [{ extensions: { code: 'revision-mismatch' } }],
    });
    expect(await change(etag)).toEqual({ data: { updateService: { etag } } });
  });

  it('makes the members of its network namespace anew', async () => {
    expect((await put({ settings: { provider: 'nordvpn' } })).status).toBe(202);
    expect(stages()).toEqual([['reconfigure vpn'], ['restart qbittorrent']]);
  });
});

describe('an update', () => {
  it('to a version takes the main image by that tag, without the old digest', async () => {
    expect((await post('redis/update', { version: '9.9' })).status).toBe(202);
    expect(last()).toMatchObject({ operation: 'update', input: { service: 'redis' } });
    const definition = (await row('redis'))?.definition;
    expect(definition?.version).toBe('9.9');
    expect(definition?.components[0]?.image).toMatch(/[^:]:9\.9$/);
    expect(definition?.components[0]).not.toHaveProperty('digest');
  });

  it('without a version takes what the catalog has', async () => {
    expect((await post('redis/update')).status).toBe(202);
    const { definition, previous } = (await row('redis')) ?? {};
    expect(definition).toEqual(previous?.definition);
  });

  it('to what cannot be a tag or a digest is a fault', async () => {
    const answer = await post('redis/update', { version: 'a b', digest: 'md5:1' });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('version');
    expect(answer.text).toContain('digest');
  });
});

it('a task id of an operation is its run on the service’s lock', async () => {
  const answer = await post('sonarr/restart');
  const { id } = answer.body as { id: string };
  expect(id).toMatch(/^svc\.sonarr\./);
  expect(taskId({ workflowId: 'svc/sonarr', runId: id.slice('svc.sonarr.'.length) })).toBe(id);
});
