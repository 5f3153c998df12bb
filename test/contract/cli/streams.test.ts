import { CompactEncrypt, importJWK } from 'jose';
import { expect, test } from 'vitest';
import { beginStream, type FakeRequest, problem } from './fake-api.ts';
import { installEvents, service } from './fixtures.ts';
import { setTheScene } from './scene.ts';

const lines = [
  { time: '2026-01-31T12:00:00Z', stream: 'stdout', text: 'one' },
  { time: '2026-01-31T12:00:01Z', stream: 'stderr', text: 'two' },
];

function logs({ query }: FakeRequest, response: import('node:http').ServerResponse): undefined {
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
  for (const line of lines) response.write(`${JSON.stringify(line)}\n`);
  if (query.follow !== 'true') response.end();
}

test('a log is its lines, with times where they are wanted, and objects with --json', async () => {
  await using scene = await setTheScene({ 'GET /services/sonarr/logs': logs });
  expect((await scene.run(['logs', 'sonarr'])).stdout).toBe('one\ntwo\n');
  expect((await scene.run(['logs', 'sonarr', '-t'])).stdout).toContain('2026-01-31T12:00:01Z  two');
  const json = (await scene.run(['logs', 'sonarr', '--json'])).stdout.trim().split('\n');
  expect(json.map((line): unknown => JSON.parse(line))).toEqual(lines);
});

test('what is asked for of a log is passed on', async () => {
  await using scene = await setTheScene({ 'GET /services/sonarr/logs': logs });
  await scene.run(['logs', 'sonarr', '-n', '5', '--since', '2026-01-31T12:00:00Z', '--component', 'db']);
  expect(scene.api.requests[0]?.query).toEqual({
    follow: 'false',
    tail: '5',
    since: '2026-01-31T12:00:00Z',
    component: 'db',
  });
});

test('a followed log goes on until Ctrl-C', async () => {
  await using scene = await setTheScene({ 'GET /services/sonarr/logs': logs });
  const { code, stdout, stderr } = await scene.run(['logs', '-f', 'sonarr'], { interruptAt: 'two' });
  expect({ code, stdout, stderr }).toEqual({ code: 130, stdout: 'one\ntwo\n', stderr: '' });
});

test('the log of a service that is not there is not found', async () => {
  const missing = problem(404, 'not-found', 'There is no service x.');
  await using scene = await setTheScene({ 'GET /services/x/logs': () => missing });
  expect((await scene.run(['logs', 'x'])).code).toBe(3);
});

test('events are listed with the position at which to go on', async () => {
  const page = { events: installEvents().slice(0, 2), position: 2, more: true };
  await using scene = await setTheScene({ 'GET /events': () => ({ body: page }) });
  const { stdout } = await scene.run(['events', '--after', '0', '-n', '2']);
  expect(stdout).toMatchInlineSnapshot(`
    "     1  12:00:00.000  task.opened      sonarr        install by token:admin
         2  12:00:00.000  task.planned     sonarr        1 steps

    More:  --after 2
    "
  `);
  expect(scene.api.requests[0]?.query).toEqual({ after: '0', limit: '2' });
  const json = (await scene.run(['events', '--json'])).stdout.trim().split('\n');
  expect(json.map((line): unknown => JSON.parse(line))).toEqual(page.events);
});

test('followed events come as they happen, until Ctrl-C', async () => {
  await using scene = await setTheScene({
    'GET /events/stream': (_request, response) => {
      const write = beginStream(response);
      write(0, 'snapshot', { services: [] });
      for (const event of installEvents()) write(event.position, event.type, event);
      return undefined;
    },
  });
  const { code, stdout } = await scene.run(['events', '-f', '--json'], { interruptAt: 'task.closed' });
  expect(code).toBe(130);
  expect(stdout.trim().split('\n')).toHaveLength(5);
});

test('credentials are sealed to a key of this call, and opened here', async () => {
  const login = { user: 'admin', password: 'correct horse', apiKey: 'abc' };
  await using scene = await setTheScene({
    'GET /services/sonarr': () => ({ body: service('sonarr') }),
    'POST /services/sonarr/credentials': async ({ body }) => {
      const { recipient } = body as { recipient: { kty: string; crv: string; x: string; y: string } };
      expect(Object.keys(recipient).sort()).toEqual(['crv', 'kty', 'x', 'y']);
      const key = await importJWK(recipient, 'ECDH-ES');
      const sealed = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(login)))
        .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' })
        .encrypt(key);
      return { body: { sealed } };
    },
  });
  const { code, stdout } = await scene.run(['credentials', 'sonarr']);
  expect(code).toBe(0);
  expect(stdout).toContain('password  correct horse');
  const json = JSON.parse((await scene.run(['credentials', 'sonarr', '--json'])).stdout) as unknown;
  expect(json).toEqual({ service: 'sonarr', ...login });
  const keys = scene.api.requests.filter(({ method }) => method === 'POST').map(({ body }) => body);
  expect(keys[0]).not.toEqual(keys[1]);
});
