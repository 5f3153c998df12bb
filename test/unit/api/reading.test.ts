import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HostId, serviceId } from '#domain/ids.ts';
import { startTestApi, type TestApi } from './support/api.ts';
import { eventOf, planOf } from './support/events.ts';
import { problemOf } from './support/http.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startTestApi();
});
afterEach(() => api.close());

const get = (path: string) => api.send('GET', `/api/v1${path}`);
const install = (service: string) => api.send('POST', '/api/v1/services', { body: { service } });

describe('services', () => {
  it('are shown with their address, what they require, and the names of their secrets only', async () => {
    await install('jellyfin');
    expect((await get('/services/jellyfin')).body).toMatchObject({
      id: 'jellyfin',
      name: 'Jellyfin',
      status: 'absent',
      desired: 'running',
      web: expect.stringMatching(/^http:\/\/127\.0\.0\.1:8096\//),
      requires: ['postgres', 'redis'],
      requiredBy: [],
    });
    expect((await get('/services/redis')).body).toMatchObject({
      requiredBy: ['jellyfin'],
      origin: 'dependency',
    });
  });

  it('name the folder of their own, which a purge removes, and none where they have none', async () => {
    await install('jellyfin');
    expect((await get('/services/jellyfin')).body).toMatchObject({ folder: '/srv/config/jellyfin' });
    expect((await get('/services/postgres')).body).not.toHaveProperty('folder');
  });

  it('are filtered', async () => {
    await install('jellyfin');
    const ids = async (query: string) =>
      ((await get(`/services?${query}`)).body as { services: { id: string }[] }).services.map(({ id }) => id);
    expect(await ids('status=absent,running')).toEqual(['jellyfin', 'postgres', 'redis']);
    expect(await ids('health=healthy')).toEqual([]);
    expect(await ids('host=elsewhere')).toEqual([]);
  });

  it('have a state of their own, with the task that is at work', async () => {
    await install('redis');
    await api.services.transition({
      service: serviceId('redis'),
      to: 'installing',
      cause: 'test',
      run: { workflowId: 'svc/redis', runId: '0'.repeat(36) },
      release: false,
      event: { id: 'e', correlationId: 'c', time: '2026-01-31T20:15:00Z' },
    });
    expect((await get('/services/redis/status')).body).toMatchObject({
      status: 'installing',
      openTask: `svc.redis.${'0'.repeat(36)}`,
    });
    expect((await get('/services/nope/status')).status).toBe(404);
  });
});

describe('the login of a service', () => {
  it('crosses the API sealed for its reader', async () => {
    const recipient = { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) };
    const asked: unknown[] = [];
    const read = async (...given: readonly unknown[]) => {
      asked.push(given);
      return 'a..compact.jwe.';
    };
    const other = await startTestApi({ credentials: { read } });
    try {
      await other.send('POST', '/api/v1/services', { body: { service: 'redis' } });
      const path = '/api/v1/services/redis/credentials';
      expect((await other.send('POST', path, { body: { recipient } })).body).toEqual({
        sealed: 'a..compact.jwe.',
      });
      expect(asked).toEqual([['redis', recipient]]);
      const bad = await other.send('POST', path, {
        body: { recipient: { ...recipient, x: 'short', d: 'private' } },
      });
      expect(problemOf(bad).faults?.map(({ field }) => field)).toEqual(['recipient.x', 'recipient.d']);
    } finally {
      await other.close();
    }
  });
});

describe('a preview', () => {
  it('shows closure, stages and plans, with the hash of the one service’s plan', async () => {
    api.engine.answerPreviews(({ members }) => ({ plans: members.map(({ service }) => planOf(service)) }));
    const body = { operation: 'install', services: ['jellyfin'] };
    const answer = await api.send('POST', '/api/v1/plans', { body });
    expect(answer.body).toMatchObject({
      operation: 'install',
      hash: 'abcdef0123456789',
      services: [
        { id: 'postgres', origin: 'dependency', installed: false },
        { id: 'redis', origin: 'dependency' },
        { id: 'jellyfin', origin: 'request', requires: ['postgres', 'redis'] },
      ],
      stages: [['jellyfin']],
      faults: [],
      plans: [{ service: 'postgres' }, { service: 'redis' }, { service: 'jellyfin' }],
    });
    expect(await api.services.list()).toEqual([]);
  });

  it('shows what is missing instead of plans', async () => {
    const body = { operation: 'install', services: ['qbittorrent'] };
    const answer = await api.send('POST', '/api/v1/plans', { body });
    expect(answer.body).toMatchObject({ plans: [], faults: [{ field: 'vpn.provider' }, {}, {}] });
    expect(answer.body).not.toHaveProperty('hash');
  });

  it('hands no secret to the planner', async () => {
    api.engine.answerPreviews((input) => {
      expect(JSON.stringify(input)).not.toContain('wOEI9rqq');
      return { plans: [] };
    });
    const settings = {
      'vpn.provider': 'mullvad',
      'vpn.wireguard-private-key': 'wOEI9rqqbDwnN8/Bpp22sVz48T71vJ4fYmFWujulwUU=',
      'vpn.wireguard-addresses': '10.64.222.21/32',
    };
    const body = { operation: 'install', services: ['vpn'], settings };
    expect((await api.send('POST', '/api/v1/plans', { body })).status).toBe(200);
  });

  it('shows an uninstall', async () => {
    await install('redis');
    api.engine.answerPreviews(() => ({ plans: [planOf(serviceId('redis'))] }));
    const body = { operation: 'uninstall', service: 'redis', purge: true };
    expect((await api.send('POST', '/api/v1/plans', { body })).body).toMatchObject({
      operation: 'uninstall',
      hash: 'abcdef0123456789',
      services: [{ id: 'redis' }],
    });
  });

  it('whose several plans were approved is compared before anything is written', async () => {
    api.engine.answerPreviews(({ members }) => ({ plans: members.map(({ service }) => planOf(service)) }));
    const body = { operation: 'install', services: ['redis', 'postgres'] };
    const { hash } = (await api.send('POST', '/api/v1/plans', { body })).body as { hash: string };
    const stale = await api.send('POST', '/api/v1/tasks', { body: { ...body, approvedPlan: 'other' } });
    expect({ status: stale.status, code: problemOf(stale).code }).toEqual({
      status: 409,
      code: 'plan-stale',
    });
    expect(await api.services.list()).toEqual([]);
    expect((await api.send('POST', '/api/v1/tasks', { body: { ...body, approvedPlan: hash } })).status).toBe(
      202,
    );
  });
});

describe('the catalog', () => {
  it('lists what can be installed and what each needs', async () => {
    const { definitions } = (await get('/catalog')).body as { definitions: { id: string }[] };
    expect(definitions.map(({ id }) => id)).toContain('sonarr');
    expect((await get('/catalog/vpn')).body).toMatchObject({
      id: 'vpn',
      settings: { provider: { required: true, secret: false }, 'wireguard-private-key': { secret: true } },
    });
    expect((await get('/catalog/nope')).status).toBe(404);
  });
});

describe('events', () => {
  it('are CloudEvents in pages', async () => {
    for (let at = 0; at < 5; at += 1) {
      await api.events.append([
        eventOf('host.changed', { host: 'local' as HostId, reachable: true, cause: 'test' }),
      ]);
    }
    const first = (await get('/events?limit=3')).body as {
      events: object[];
      position: number;
      more: boolean;
    };
    expect(first).toMatchObject({ position: 3, more: true });
    expect(first.events[0]).toMatchObject({
      specversion: '1.0',
      type: 'showrunner.host.changed',
      position: 1,
    });
    expect((await get(`/events?after=${first.position}`)).body).toMatchObject({ position: 5, more: false });
    expect((await get('/events?after=99')).status).toBe(410);
  });
});

describe('settings of the instance', () => {
  it('are shown with their defaults and what is missing', async () => {
    const bare = await startTestApi({ settings: { timezone: 'Europe/Vienna' } });
    try {
      const answer = await bare.send('GET', '/api/v1/config');
      expect(answer.body).toMatchObject({
        settings: { timezone: 'Europe/Vienna', 'network.bind': '127.0.0.1' },
        given: ['timezone'],
        faults: [
          { field: 'paths.data' },
          { field: 'paths.config' },
          { field: 'user.uid' },
          { field: 'user.gid' },
        ],
      });
    } finally {
      await bare.close();
    }
  });

  it('are changed only by who knows their revision, if they say one', async () => {
    const tag = (await get('/config')).headers.get('etag') ?? '';
    const put = (settings: object, headers: Record<string, string> = {}) =>
      api.send('PUT', '/api/v1/config', { body: { settings }, headers });
    const changed = await put({ timezone: 'Europe/Vienna' }, { 'if-match': tag });
    expect(changed.body).toMatchObject({ settings: { timezone: 'Europe/Vienna' } });
    expect(changed.headers.get('etag')).not.toBe(tag);
    const late = await put({ timezone: 'UTC' }, { 'if-match': tag });
    expect({ status: late.status, code: problemOf(late).code }).toEqual({
      status: 412,
      code: 'revision-mismatch',
    });
    expect((await put({ timezone: 'UTC' })).status).toBe(200);
  });

  it('are checked whole, and nothing of a faulty change is kept', async () => {
    const settings = { timezone: 'UTC', 'user.uid': 0, 'vpn.provider': 'mullvad', 'network.bind': true };
    const faults = ['network.bind', 'user.uid', 'vpn.provider'];
    const put = await api.send('PUT', '/api/v1/config', { body: { settings } });
    expect(
      problemOf(put)
        .faults?.map(({ field }) => field)
        .sort(),
    ).toEqual(faults);
    const verdict = await api.send('POST', '/api/v1/config/validate', { body: { settings } });
    expect(verdict.body).toMatchObject({ valid: false });
    expect((await api.settings.read()).values).not.toHaveProperty('timezone');
  });
});

describe('health', () => {
  it('counts services and asks the control plane’s parts', async () => {
    await install('redis');
    expect((await get('/health')).body).toMatchObject({
      status: 'healthy',
      controlPlane: { database: { ok: true }, temporal: { ok: true } },
      services: { total: 1, byHealth: { unknown: 1, healthy: 0 }, byStatus: { absent: 1 } },
    });
    expect((await get('/health/services')).body).toMatchObject({
      services: [{ id: 'redis', health: 'unknown' }],
    });
  });

  it('is degraded by a host that is away, which it names with the services of which nothing is known', async () => {
    for (const id of [serviceId('redis'), serviceId('postgres')]) {
      await install(id);
      const run = { workflowId: `svc/${id}`, runId: randomUUID() };
      const step = { service: id, run, cause: 'a test' };
      const event = (name: string) => ({
        id: `${id}/${name}`,
        correlationId: 'test',
        time: '2026-01-31T20:15:04Z',
      });
      await api.services.transition({ ...step, to: 'installing', release: false, event: event('begun') });
      const health = 'healthy';
      await api.services.transition({ ...step, to: 'running', health, release: true, event: event('done') });
    }
    const lose = (id: string) =>
      api.services.report({
        service: serviceId(id),
        health: 'unknown',
        cause: 'host local: the engine is unreachable',
        event: { id: `${id}/lost`, correlationId: 'test', time: '2026-01-31T20:15:05Z' },
      });
    expect((await get('/health')).body).toMatchObject({ status: 'healthy', hostsAway: [] });
    await lose('redis');
    expect((await get('/health')).body).toMatchObject({ status: 'degraded', hostsAway: [] });
    await lose('postgres');
    const services = ['postgres', 'redis'];
    expect((await get('/health')).body).toMatchObject({
      status: 'degraded',
      hostsAway: [{ host: 'local', services }],
    });
  });

  it('names the part that is away, and readiness follows', async () => {
    api.engine.outage.begin();
    expect((await get('/health')).body).toMatchObject({
      status: 'unhealthy',
      controlPlane: { database: { ok: true }, temporal: { ok: false } },
    });
    expect((await api.send('GET', '/readyz', { anonymous: true })).status).toBe(503);
    expect((await api.send('GET', '/livez', { anonymous: true })).status).toBe(200);
  });
});

describe('the documentation', () => {
  it('is the document that the repository holds', async () => {
    const { body } = await get('/openapi.json');
    expect(body).toMatchObject({ openapi: '3.1.0', security: [{ bearer: [] }] });
  });

  it('is rendered by a page that loads nothing from elsewhere', async () => {
    const page = await api.send('GET', '/docs/', { anonymous: true });
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.text).not.toMatch(/https?:\/\//);
    const script = await api.send('GET', '/docs/swagger-ui-bundle.js', { anonymous: true });
    expect(script.headers.get('content-type')).toMatch(/javascript/);
    expect((await api.send('GET', '/docs', { anonymous: true })).headers.get('location')).toBe('/docs/');
  });
});

describe('failed logins', () => {
  it('are slowed down per address, and never hold up a valid token', async () => {
    const wrong = { authorization: 'Bearer wrong' };
    const statuses: number[] = [];
    for (let at = 0; at < 35; at += 1) {
      statuses.push((await api.send('GET', '/api/v1/instance', { anonymous: true, headers: wrong })).status);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(30);
    expect(statuses.slice(30)).toEqual([429, 429, 429, 429, 429]);
    expect((await get('/instance')).status).toBe(200);
  });
});
