import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '#api/digest.ts';
import { hostId, serviceId } from '#domain/ids.ts';
import { parseJoinToken } from '#domain/join-token.ts';
import { claim, draft } from '#test/contract/service-store/fixtures.ts';
import { startTestApi, type TestApi } from './support/api.ts';
import { problemOf } from './support/http.ts';

const gateway = { fingerprint: 'ab'.repeat(32), address: '10.200.0.5:8485' };
const certificate = { fingerprint: 'cd'.repeat(32), expires: '2030-01-01T00:00:00.000Z' };
const attic = hostId('attic');

let api: TestApi;
beforeEach(async () => {
  api = await startTestApi({ gateway });
});
afterEach(() => api.close());

const get = (path: string) => api.send('GET', `/api/v1${path}`);
const post = (path: string, body?: object) =>
  api.send('POST', `/api/v1${path}`, body === undefined ? {} : { body });
const invite = (body: object) => post('/hosts/invitations', body);
const label = (labels: object) => api.send('PATCH', '/api/v1/hosts/local', { body: { labels } });
const remove = (id: string) => api.send('DELETE', `/api/v1/hosts/${id}`);
const typesOfEvents = () => api.events.all().map(({ type }) => type);

async function joinAttic() {
  const { body } = await invite({ host: 'attic', labels: { disk: 'large' } });
  const { token } = body as { token: string };
  return api.hostStore.join({ tokenHash: sha256(token), certificate, address: '10.200.0.7' });
}

describe('the list of hosts', () => {
  it('has the control plane’s own, of which nothing was heard yet', async () => {
    expect((await get('/hosts')).body).toEqual({
      hosts: [
        {
          id: 'local',
          kind: 'local',
          address: '127.0.0.1',
          labels: {},
          scheduling: 'open',
          since: expect.stringMatching(/Z$/),
          state: 'unknown',
          services: 0,
        },
      ],
    });
  });

  it('says what joined, how it is, what it has, and how many services are there; never its certificate', async () => {
    await joinAttic();
    await api.services.claimInstall(claim([draft(serviceId('sonarr'), { host: attic })]));
    await api.hostStore.setCapacity(attic, { memoryBytes: 8_000_000_000, processors: 4 });
    const event = { id: 'run/1', correlationId: 'host/attic', time: '2030-01-01T00:00:00.000Z' };
    await api.hostStore.report({ host: attic, reachable: false, cause: 'its watcher is away', event });
    const { body, text } = await get('/hosts/attic');
    expect(body).toMatchObject({
      id: 'attic',
      kind: 'joined',
      labels: { disk: 'large' },
      capacity: { memoryBytes: 8_000_000_000, processors: 4 },
      state: 'unreachable',
      stateSince: '2030-01-01T00:00:00.000Z',
      stateCause: 'its watcher is away',
      services: 1,
    });
    expect(text).not.toContain(certificate.fingerprint);
    expect((await get('/hosts')).body).toMatchObject({ hosts: [{ id: 'attic' }, { id: 'local' }] });
  });

  it.each(['nowhere', 'No%20Slug', 'a'.repeat(80)])('does not find %s', async (id) => {
    expect((await get(`/hosts/${id}`)).status).toBe(404);
    expect((await post(`/hosts/${id}/drain`)).status).toBe(404);
    expect((await remove(id)).status).toBe(404);
  });
});

describe('an invitation', () => {
  it('is a token that names host and authority, which is shown once and kept as a hash', async () => {
    const before = Date.now();
    const { status, body } = await invite({ host: 'attic' });
    expect(status).toBe(201);
    const { token, expires } = body as { token: string; expires: string };
    expect(body).toEqual({ host: 'attic', token, expires, address: gateway.address });
    expect(parseJoinToken(token)).toMatchObject({ host: 'attic', authority: gateway.fingerprint });
    const minutes = (Date.parse(expires) - before) / 60_000;
    expect(minutes).toBeGreaterThan(59);
    expect(minutes).toBeLessThan(61);
    expect(JSON.stringify(api.logged)).not.toContain(token);
    const join = { tokenHash: sha256(token), certificate, address: '10.200.0.7' };
    expect(await api.hostStore.join(join)).toMatchObject({ id: 'attic', labels: {} });
  });

  it('is another one each time', async () => {
    const tokens = await Promise.all([invite({ host: 'attic' }), invite({ host: 'attic' })]);
    expect(new Set(tokens.map(({ body }) => (body as { token: string }).token)).size).toBe(2);
  });

  it('needs a gateway, and says how to start one', async () => {
    const bare = await startTestApi();
    const answer = await bare.send('POST', '/api/v1/hosts/invitations', { body: { host: 'attic' } });
    expect(problemOf(answer)).toMatchObject({
      status: 409,
      code: 'no-gateway',
      remedy: expect.stringContaining('showrunner up --gateway ADDRESS:PORT'),
    });
    await bare.close();
  });

  it('is refused for a host that is there', async () => {
    expect(problemOf(await invite({ host: 'local' }))).toMatchObject({ status: 409, code: 'name-taken' });
  });

  it.each([
    ['no host', {}, 'host'],
    ['a host that is no name', { host: 'Not A Name' }, 'host'],
    ['a word of the API', { host: 'invitations' }, 'host'],
    ['too short a time', { host: 'attic', expiresInMinutes: 4 }, 'expiresInMinutes'],
    ['too long a time', { host: 'attic', expiresInMinutes: 1441 }, 'expiresInMinutes'],
    ['a broken time', { host: 'attic', expiresInMinutes: 5.5 }, 'expiresInMinutes'],
    ['a label that is none', { host: 'attic', labels: { Disk: 'large' } }, 'labels.Disk'],
    ['what is not known', { host: 'attic', token: 'mine' }, 'token'],
  ])('with %s is a fault', async (_, body, field) => {
    const answer = await invite(body);
    expect([answer.status, problemOf(answer).faults?.map((fault) => fault.field)]).toEqual([400, [field]]);
  });
});

describe('the labels of a host', () => {
  it('are merged in, and null takes one away', async () => {
    expect((await label({ disk: 'large', 'site.room': 'attic' })).body).toMatchObject({
      labels: { disk: 'large', 'site.room': 'attic' },
    });
    expect((await label({ disk: null, gpu: '', nothing: null })).body).toMatchObject({
      id: 'local',
      labels: { 'site.room': 'attic', gpu: '' },
    });
    expect(await api.hostStore.get(hostId('local'))).toMatchObject({ labels: { gpu: '' } });
  });

  it('may be words that every object knows', async () => {
    const { body } = await label({ constructor: 'a', 'has.own': 'b' });
    expect((body as { labels: object }).labels).toEqual({ constructor: 'a', 'has.own': 'b' });
    expect((await label({ constructor: null })).body).toMatchObject({ labels: { 'has.own': 'b' } });
  });

  it.each([
    ['an upper-case key', { Disk: 'x' }],
    ['a key that begins with a digit', { '9lives': 'x' }],
    ['an empty key', { '': 'x' }],
    ['a key of 64', { ['k'.repeat(64)]: 'x' }],
    ['a key with a slash', { 'a/b': 'x' }],
    ['a key with a line break', { 'a\n': 'x' }],
    ['a value of 64', { disk: 'x'.repeat(64) }],
    ['a value with a space', { disk: 'very large' }],
    ['a value with a line break', { disk: 'x\n' }],
    ['a value of another alphabet', { disk: 'große' }],
    ['a number', { disk: 5 }],
    ['an object', { disk: { size: 'large' } }],
  ])('with %s are a fault, and nothing is changed', async (_, labels) => {
    const answer = await label({ good: 'one', ...labels });
    expect([answer.status, problemOf(answer).code]).toEqual([400, 'invalid-input']);
    expect(answer.text.length).toBeLessThan(2000);
    expect(await api.hostStore.get(hostId('local'))).toMatchObject({ labels: {} });
  });

  it('never reach the prototype', async () => {
    const raw = '{"labels":{"__proto__":{"polluted":"yes"},"disk":"x"}}';
    await api.send('PATCH', '/api/v1/hosts/local', { raw });
    expect((await api.hostStore.get(hostId('local')))?.labels).not.toHaveProperty('polluted');
    expect({}).not.toHaveProperty('polluted');
  });

  it('are refused with all faults at once', async () => {
    const answer = await label({ Disk: 'x', gpu: 'not this one', '1': 'y' });
    const fields = problemOf(answer).faults?.map(({ field }) => field);
    expect(fields?.toSorted()).toEqual(['labels.1', 'labels.Disk', 'labels.gpu']);
  });

  it('are 32 at most, after the change', async () => {
    const many = (count: number, prefix: string) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, 'x']));
    expect((await label(many(32, 'a'))).status).toBe(200);
    expect((await label({ b: 'x' })).status).toBe(400);
    expect((await label({ b: 'x', a0: null })).status).toBe(200);
    expect((await label(many(1000, 'c'))).status).toBe(400);
    expect((await invite({ host: 'attic', labels: many(33, 'a') })).status).toBe(400);
  });
});

describe('a host', () => {
  it('is drained and opened, each told once with the request’s correlation id', async () => {
    const headers = { 'X-Correlation-Id': 'drain-1' };
    const drain = () => api.send('POST', '/api/v1/hosts/local/drain', { headers });
    expect((await drain()).body).toMatchObject({ id: 'local', scheduling: 'draining' });
    expect((await drain()).body).toMatchObject({ scheduling: 'draining' });
    expect((await post('/hosts/local/open')).body).toMatchObject({ scheduling: 'open' });
    expect(typesOfEvents()).toEqual(['host.drained', 'host.opened']);
    expect(api.events.all()[0]).toMatchObject({ correlationId: 'drain-1', data: { host: 'local' } });
  });

  it('that is removed is gone, and so is its supervision', async () => {
    await joinAttic();
    expect((await remove('attic')).body).toEqual({ host: 'attic' });
    expect((await get('/hosts/attic')).status).toBe(404);
    expect((await remove('attic')).status).toBe(404);
    expect(api.unwatched).toContain('attic');
    expect(typesOfEvents()).toEqual(['host.joined', 'host.removed']);
  });

  it('that is only invited is taken back', async () => {
    await invite({ host: 'attic' });
    expect((await remove('attic')).status).toBe(200);
  });

  it('stays while services are there, and the refusal names them', async () => {
    await joinAttic();
    await api.services.claimInstall(claim([draft(serviceId('sonarr'), { host: attic })]));
    expect(problemOf(await remove('attic'))).toMatchObject({
      status: 409,
      code: 'host-in-use',
      data: { host: 'attic', services: ['sonarr'] },
    });
    expect(api.unwatched).toEqual([]);
  });

  it('of the control plane itself stays', async () => {
    expect(problemOf(await remove('local'))).toMatchObject({ status: 409, code: 'host-local' });
  });

  it('that joined is compared, also with nothing on it', async () => {
    const asked: unknown[] = [];
    const reconcile = async (...request: unknown[]) => {
      asked.push(request);
      return { services: 0, differing: [] };
    };
    const other = await startTestApi({ gateway, hosts: { reconcile } });
    await other.hostStore.invite({
      host: attic,
      tokenHash: 'a',
      expires: '2999-01-01T00:00:00Z',
      labels: {},
    });
    await other.hostStore.join({ tokenHash: 'a', certificate, address: '10.200.0.7' });
    expect((await other.send('POST', '/api/v1/hosts/attic/reconcile')).status).toBe(200);
    expect((await other.send('POST', '/api/v1/hosts/nowhere/reconcile')).status).toBe(404);
    expect(asked).toEqual([['attic', []]]);
    await other.close();
  });

  it('is there for an administrator alone', async () => {
    const answer = await fetch(`${api.url}/api/v1/hosts`, { headers: { Authorization: 'Bearer sr_nobody' } });
    expect(answer.status).toBe(401);
  });
});
