import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { routes } from '#api/rest/routes/index.ts';
import { startTestApi, type TestApi } from './support/api.ts';
import { problemOf } from './support/http.ts';

let api: TestApi;
// One for each test: an address that fails too often is told to wait.
beforeEach(async () => {
  api = await startTestApi();
});
afterEach(() => api.close());

const paths = routes.map(({ method, path }) => ({ method: method.toUpperCase(), path }));

describe('without a token', () => {
  it.each(paths)('$method $path is 401', async ({ method, path }) => {
    const answer = await api.send(method, `/api/v1${path.replace('{id}', 'sonarr')}`, { anonymous: true });
    expect(answer.status).toBe(401);
    expect(problemOf(answer).code).toBe('unauthenticated');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each(['/graphql', '/api/v1/openapi.json', '/api/v1/nothing', '/nothing', '/'])(
    '%s is 401',
    async (path) => {
      expect((await api.send('GET', path, { anonymous: true })).status).toBe(401);
    },
  );

  it('liveness, readiness and the files of the documentation page answer', async () => {
    for (const path of ['/livez', '/readyz', '/docs/', '/docs/start.js', '/docs/swagger-ui.css']) {
      expect({ path, status: (await api.send('GET', path, { anonymous: true })).status }).toEqual({
        path,
        status: 200,
      });
    }
  });
});
