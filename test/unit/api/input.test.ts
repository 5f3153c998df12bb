import { request as httpRequest } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '#api/rest/routes/index.ts';
import { startTestApi, type TestApi } from './support/api.ts';
import { problemOf } from './support/http.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  api.engine.answerPreviews(() => ({ plans: [] }));
});
afterAll(() => api.close());

const post = (path: string, raw: string, headers: Record<string, string> = {}) =>
  api.send('POST', path, { raw, headers });

describe('bad input', () => {
  it('that is no JSON is 400', async () => {
    const answer = await post('/api/v1/tasks', '{"operation":');
    expect({ status: answer.status, code: problemOf(answer).code }).toEqual({
      status: 400,
      code: 'invalid-input',
    });
  });

  it('that is absent is 400', async () => {
    const answer = await api.send('POST', '/api/v1/tasks');
    expect(problemOf(answer).faults).toEqual([{ field: 'body', reason: 'is required' }]);
  });

  it('is told with every fault at once', async () => {
    const body = { operation: 'uninstall', service: 'Not A Slug', purge: 'yes', colour: 'blue' };
    const answer = await api.send('POST', '/api/v1/tasks', { body });
    expect(problemOf(answer).faults?.map(({ field }) => field)).toEqual(['service', 'purge', 'colour']);
  });

  it('in the query is told with every fault at once', async () => {
    const answer = await api.send('GET', '/api/v1/tasks?limit=0&status=nice&colour=blue');
    expect(
      problemOf(answer)
        .faults?.map(({ field }) => field)
        .sort(),
    ).toEqual(['colour', 'limit', 'status']);
  });

  it('in header and body is told together', async () => {
    const headers = { 'idempotency-key': 'not one' };
    const answer = await api.send('POST', '/api/v1/services', { body: { service: 7 }, headers });
    expect(problemOf(answer).faults?.map(({ field }) => field)).toEqual(['idempotency-key', 'service']);
  });

  it('that is too large is 413, for each route at its own limit', async () => {
    const text = (size: number) => JSON.stringify({ settings: { timezone: 'x'.repeat(size) } });
    expect((await api.send('PUT', '/api/v1/config', { raw: text(70_000) })).status).toBe(413);
    expect((await post('/api/v1/tasks', text(70_000))).status).toBe(400);
    const answer = await post('/api/v1/tasks', text(300_000));
    expect({ status: answer.status, code: problemOf(answer).code }).toEqual({
      status: 413,
      code: 'body-too-large',
    });
  });

  it('of another type, compressed, or in another character set is 415', async () => {
    for (const headers of [
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      { 'content-type': 'application/json; charset=x-nonsense' },
    ]) {
      expect((await post('/api/v1/tasks', '{}', headers)).status).toBe(415);
    }
  });

  it('is 405 for a method that the address does not take, with those that it takes', async () => {
    const answer = await api.send('PATCH', '/api/v1/tasks/x');
    expect({ status: answer.status, allow: answer.headers.get('allow') }).toEqual({
      status: 405,
      allow: 'GET, DELETE',
    });
  });

  it('is 404 for an address that there is not, and for an id that cannot be one', async () => {
    for (const path of ['/api/v1/nothing', '/api/v1/tasks/x', '/api/v1/catalog/..', '/api/v1/services/%00']) {
      expect({ path, status: (await api.send('GET', path)).status }).toEqual({ path, status: 404 });
    }
  });

  it('is 400 for an address that is not validly encoded', async () => {
    expect((await api.send('GET', '/api/v1/services/%E0%A4%A')).status).toBe(400);
  });

  it('is 400 for a cursor that no list gave', async () => {
    const forged = Buffer.from('{"place":"engine","cursor":"7"}').toString('base64url');
    for (const cursor of ['x', forged, `${forged}.00000000`]) {
      expect((await api.send('GET', `/api/v1/tasks?cursor=${cursor}`)).status).toBe(400);
    }
  });
});

describe('every answer', () => {
  it('says nothing of what it is made with, and may not be framed, sniffed or kept', async () => {
    const { headers } = await api.send('GET', '/api/v1/instance');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
    });
  });

  it('carries a correlation id: the caller’s, the trace’s, or a new one', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const of = async (headers: Record<string, string>) =>
      (await api.send('GET', '/api/v1/instance', { headers })).headers.get('x-correlation-id');
    expect(await of({ 'x-correlation-id': 'mine' })).toBe('mine');
    expect(await of({ traceparent: `00-${trace}-00f067aa0ba902b7-01` })).toBe(trace);
    expect(await of({ 'x-correlation-id': 'not one; at all' })).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is refused to a page that had another name resolve to this address', async () => {
    expect(await statusFor('evil.example')).toBe(421);
    expect(await statusFor(`localhost:${api.port}`)).toBe(200);
    expect(await statusFor('media.lan')).toBe(200);
    expect(await statusFor(`192.168.1.9:${api.port}`)).toBe(200);
    expect(await statusFor('[fe80::1]:80')).toBe(200);
  });

  it('leaves one line in the log, without the token', async () => {
    const before = api.logged.length;
    await api.send('GET', '/api/v1/instance?token=sr_a-token-for-tests-only');
    await expect.poll(() => api.logged.length).toBeGreaterThan(before);
    expect(api.logged.join('')).not.toContain('sr_a-token-for-tests-only');
    expect(api.logged.at(-1)).toContain('"route":"/instance"');
  });
});

describe('no input', () => {
  const bodies = routes.filter(({ body }) => body !== undefined);
  const json = fc.anything({ maxDepth: 4, withNullPrototype: false, withBigInt: false });
  const nearly = fc.record(
    {
      operation: fc.constantFrom('install', 'uninstall', 'batch', 7),
      service: fc.oneof(fc.constantFrom('redis', 'sonarr', '__proto__'), fc.string(), json),
      services: fc.oneof(fc.array(fc.oneof(fc.constant('redis'), fc.string())), json),
      settings: fc.oneof(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.double(), fc.boolean())), json),
      approvedPlan: fc.oneof(fc.string(), json),
      purge: fc.oneof(fc.boolean(), json),
    },
    { requiredKeys: [] },
  );

  it.each(bodies)('breaks $method $path', async ({ method, path }) => {
    const property = fc.asyncProperty(fc.oneof(json, nearly), async (body) => {
      const raw = JSON.stringify(body) ?? 'null';
      const { status, text } = await api.send(method.toUpperCase(), `/api/v1${path}`, { raw });
      expect(status).toBeLessThan(500);
      expect(text).not.toMatch(/at \S+ \(|node_modules/);
    });
    await fc.assert(property, { numRuns: 150 });
  });

  it.each(routes.filter(({ answer }) => answer.streams === undefined))(
    'in the query or path breaks $method $path',
    async ({ method, path }) => {
      const property = fc.asyncProperty(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.dictionary(
          fc.constantFrom('limit', 'cursor', 'after', 'status', 'purge', 'x'),
          fc.string({ unit: 'binary' }),
        ),
        async (id, query) => {
          const at = path.replace('{id}', encodeURIComponent(id.toWellFormed()));
          const parameters = new URLSearchParams(query);
          const { status } = await api.send(method.toUpperCase(), `/api/v1${at}?${parameters}`);
          expect(status).toBeLessThan(500);
        },
      );
      await fc.assert(property, { numRuns: 40 });
    },
  );
});

/** `fetch` sets the Host header itself. */
async function statusFor(host: string): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  const headers = { host, authorization: 'Bearer sr_a-token-for-tests-only' };
  httpRequest(`${api.url}/api/v1/instance`, { headers }, (response) => {
    response.resume();
    resolve(response.statusCode);
  })
    .on('error', reject)
    .end();
  return promise;
}
