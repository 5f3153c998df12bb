import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { definitionId, serviceId } from '#domain/ids.ts';
import type { TaskRequest } from '#ports/task-engine.ts';
import { startTestApi, type TestApi } from './support/api.ts';
import { problemOf } from './support/http.ts';
import { tunnel as vpn } from './support/tunnel.ts';

/** What the vpn of the catalog needs. */
let api: TestApi;
beforeEach(async () => {
  api = await startTestApi();
});
afterEach(() => api.close());

const install = (services: readonly string[], settings: object = vpn, headers: Record<string, string> = {}) =>
  api.send('POST', '/api/v1/tasks', { body: { operation: 'install', services, settings }, headers });
const idOf = (answer: { readonly body: unknown }) => (answer.body as { id: string }).id;
const firstStarted = (): TaskRequest => {
  const [request] = api.engine.started;
  if (request === undefined) throw new Error('Nothing was started.');
  return request;
};

describe('an install', () => {
  it('answers 202 with the task and where to find it, once the whole closure is written', async () => {
    const answer = await install(['sonarr']);
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`/api/v1/tasks/${idOf(answer)}`);
    const rows = await api.services.list();
    expect(rows.map(({ id, origin }) => `${id} ${origin}`)).toEqual([
      'jellyfin dependency',
      'postgres dependency',
      'prowlarr dependency',
      'qbittorrent dependency',
      'redis dependency',
      'sonarr request',
      'vpn dependency',
    ]);
    expect(firstStarted()).toMatchObject({
      operation: 'install',
      input: { service: 'sonarr', host: 'local' },
    });
  });

  it('carries the correlation id of the request into the task', async () => {
    const answer = await install(['redis'], {}, { 'x-correlation-id': 'from-outside' });
    expect(answer.headers.get('x-correlation-id')).toBe('from-outside');
    expect(firstStarted().input.origin).toEqual({
      correlationId: 'from-outside',
      requestedBy: 'token:admin',
    });
  });

  it('seals secret settings and keeps the others plain', async () => {
    await install(['vpn']);
    const row = await api.services.get(serviceId('vpn'));
    expect(row?.settings).toMatchObject({ provider: 'mullvad', type: 'wireguard' });
    expect(JSON.stringify(row)).not.toContain('wOEI9rqq');
    expect(await api.sealer.open(row?.sealed['wireguard-private-key'] ?? '')).toBe(
      vpn['vpn.wireguard-private-key'],
    );
    expect(api.logged.join('')).not.toContain('wOEI9rqq');
  });

  it('puts host ports where the definition and the offset say', async () => {
    await api.settings.write({ 'network.portOffset': 20_000 });
    await install(['prowlarr'], {});
    expect((await api.services.get(serviceId('prowlarr')))?.ports).toEqual([
      { container: 9696, protocol: 'tcp', host: 29_696 },
    ]);
  });

  it('takes the mission’s short form, and one under another name', async () => {
    const body = { service: 'second', definition: 'redis' };
    expect((await api.send('POST', '/api/v1/services', { body })).status).toBe(202);
    expect((await api.services.get(serviceId('second')))?.definition.id).toBe(definitionId('redis'));
  });

  it('of several is one batch', async () => {
    await install(['sonarr', 'radarr']);
    const request = firstStarted();
    expect(
      request.operation === 'batch' &&
        request.input.stages.map((stage) => stage.map(({ service }) => service)),
    ).toEqual([['radarr', 'sonarr']]);
  });

  it('that brings a new member to a running gateway makes the gateway anew first', async () => {
    await install(['vpn']);
    const id = serviceId('vpn');
    await api.services.transition({
      service: id,
      to: 'installing',
      cause: 'test',
      run: { workflowId: 'svc/vpn', runId: '0' },
      release: true,
      event: { id: 'e', correlationId: 'c', time: '2026-01-31T20:15:00Z' },
    });
    await install(['qbittorrent'], {});
    const request = api.engine.started[1];
    expect(request?.operation).toBe('batch');
    expect(
      request?.operation === 'batch' &&
        request.input.stages.map((stage) => stage.map(({ service }) => service)),
    ).toEqual([['vpn'], ['qbittorrent']]);
  });
});

describe('an install whose settings are not complete', () => {
  it('names everything that is missing, of the instance and of every service, before anything starts', async () => {
    const bare = await startTestApi({ settings: {} });
    try {
      const body = { operation: 'install', services: ['sonarr'], settings: {} };
      const answer = await bare.send('POST', '/api/v1/tasks', { body });
      const { code, faults } = problemOf(answer);
      expect({ status: answer.status, code }).toEqual({ status: 400, code: 'missing-settings' });
      expect(faults?.map(({ field }) => field)).toEqual([
        'paths.data',
        'paths.config',
        'user.uid',
        'user.gid',
        'vpn.provider',
        'vpn.wireguard-private-key',
        'vpn.wireguard-addresses',
      ]);
      expect(await bare.services.list()).toEqual([]);
      expect(bare.engine.started).toEqual([]);
    } finally {
      await bare.close();
    }
  });

  it('names what is wrong together with what is missing, and says no value', async () => {
    const settings = { 'vpn.type': 'carrier-pigeon', 'user.uid': 0, 'jellyfin.colour': 'blue', nothing: 1 };
    const answer = await install(['sonarr'], settings);
    const { code, faults, detail } = problemOf(answer);
    expect({ status: answer.status, code }).toEqual({ status: 400, code: 'invalid-input' });
    expect(faults?.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['vpn.type', 'user.uid', 'jellyfin.colour', 'nothing', 'vpn.provider']),
    );
    expect(detail).not.toContain('pigeon');
  });

  it('takes settings of the instance with the request', async () => {
    await install(['redis'], { timezone: 'Europe/Vienna', 'user.uid': '1001' });
    expect((await api.settings.read()).values).toMatchObject({ timezone: 'Europe/Vienna', 'user.uid': 1001 });
  });

  it('does not ask again for what an installed service has', async () => {
    await install(['vpn']);
    expect((await install(['qbittorrent'], {})).status).toBe(202);
  });

  it('refuses to change an installed dependency on the way', async () => {
    await install(['vpn']);
    const answer = await install(['qbittorrent'], { 'vpn.provider': 'nordvpn' });
    expect(problemOf(answer).faults?.map(({ field }) => field)).toEqual(['vpn.provider']);
    expect((await install(['qbittorrent'], { 'vpn.provider': 'mullvad' })).status).toBe(202);
  });

  it('of what the catalog does not have is 404 with every name', async () => {
    const answer = await install(['nope', 'redis', 'neither'], {});
    expect(answer.status).toBe(404);
    expect(problemOf(answer).faults?.map(({ field }) => field)).toEqual(['nope', 'neither']);
  });
});

describe('two requests at once', () => {
  it('for one service are one 202 and one 409 that names the open task', async () => {
    const answers = await Promise.all([install(['redis'], {}), install(['redis'], {})]);
    const won = answers.find(({ status }) => status === 202);
    const lost = answers.find(({ status }) => status === 409);
    expect(problemOf(lost ?? fail()).data).toMatchObject({ task: idOf(won ?? fail()) });
    expect(problemOf(lost ?? fail()).code).toBe('service-busy');
  });

  it('under one Idempotency-Key are one task', async () => {
    const headers = { 'idempotency-key': 'k-1' };
    const answers = await Promise.all([1, 2, 3].map(() => install(['vpn'], vpn, headers)));
    expect(new Set(answers.map(idOf)).size).toBe(1);
    expect(api.engine.started).toHaveLength(1);
  });

  it('under one Idempotency-Key with another body are 422', async () => {
    const headers = { 'idempotency-key': 'k-1' };
    await install(['redis'], {}, headers);
    const answer = await install(['postgres'], {}, headers);
    expect({ status: answer.status, code: problemOf(answer).code }).toEqual({
      status: 422,
      code: 'idempotency-mismatch',
    });
  });
});

describe('an install that cannot start', () => {
  it('leaves no row and frees its key', async () => {
    api.engine.outage.begin();
    const headers = { 'idempotency-key': 'k-1' };
    const refused = await install(['redis'], {}, headers);
    expect({ status: refused.status, code: problemOf(refused).code }).toEqual({
      status: 503,
      code: 'temporal-unreachable',
    });
    expect(await api.services.list()).toEqual([]);
    api.engine.outage.end();
    expect((await install(['redis'], {}, headers)).status).toBe(202);
  });

  it('because the service is busy leaves the other request’s rows alone', async () => {
    await install(['redis'], {});
    expect((await install(['redis'], {})).status).toBe(409);
    expect(await api.services.get(serviceId('redis'))).toMatchObject({ desired: 'running' });
  });
});

describe('an uninstall', () => {
  it('is refused while others require the service, by their names', async () => {
    await install(['radarr']);
    const answer = await api.send('DELETE', '/api/v1/services/jellyfin');
    expect({ status: answer.status, code: problemOf(answer).code }).toEqual({
      status: 409,
      code: 'service-required',
    });
    expect(JSON.stringify(problemOf(answer).data)).toContain('radarr');
  });

  it('starts with what was asked for', async () => {
    await install(['redis'], {});
    api.engine.describeAs(await openTaskOf('redis'), { status: 'succeeded' });
    const answer = await api.send('DELETE', '/api/v1/services/redis?purge=true');
    expect(answer.status).toBe(202);
    expect(api.engine.started.at(-1)).toMatchObject({
      operation: 'uninstall',
      input: { service: 'redis', purge: true },
    });
  });

  it('against an open install is 409, and takes nothing back that is not its own', async () => {
    await install(['redis'], {});
    await begin('redis');
    expect((await api.send('DELETE', '/api/v1/services/redis')).status).toBe(409);
    expect(await api.services.get(serviceId('redis'))).toMatchObject({ desired: 'running' });
  });

  it('asked for twice is one task, and stays asked for', async () => {
    await install(['redis'], {});
    await begin('redis');
    api.engine.describeAs(await openTaskOf('redis'), { status: 'succeeded' });
    const answers = await Promise.all([1, 2].map(() => api.send('DELETE', '/api/v1/services/redis')));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
    expect(await api.services.get(serviceId('redis'))).toMatchObject({ desired: 'absent' });
  });

  it('of what is not there is 404', async () => {
    expect((await api.send('DELETE', '/api/v1/services/nope')).status).toBe(404);
    expect((await api.send('DELETE', '/api/v1/services/NOT%20AN%20ID')).status).toBe(404);
  });
});

async function begin(name: string): Promise<void> {
  await api.services.transition({
    service: serviceId(name),
    to: 'installing',
    cause: 'test',
    run: { workflowId: `svc/${name}`, runId: '0' },
    release: false,
    event: { id: `begin-${name}`, correlationId: 'c', time: '2026-01-31T20:15:00Z' },
  });
}

async function openTaskOf(name: string) {
  return (await api.engine.openTask(serviceId(name))) ?? fail();
}

function fail(): never {
  throw new Error('The test expected something that is not there.');
}
