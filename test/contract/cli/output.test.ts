import { expect, test } from 'vitest';
import { problem } from './fake-api.ts';
import { service } from './fixtures.ts';
import { setTheScene } from './scene.ts';

const services = [service('sonarr'), service('vpn', { name: 'VPN gateway', health: 'unhealthy' })];
const list = { 'GET /services': () => ({ body: { services } }) };

test('a list is a table without colours in a pipe', async () => {
  await using scene = await setTheScene(list);
  const { code, stdout, stderr } = await scene.run(['ps']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.split('\n')[0]).toMatch(/^SERVICE +PROGRAM +STATUS +HEALTH +SINCE +ADDRESS$/);
  expect(stdout).toMatch(/^sonarr +Sonarr 4\.0\.19 +running +healthy .+ http:\/\/127\.0\.0\.1:8989\/$/m);
});

test('with --json, wherever it stands, it is the API’s own document', async () => {
  await using scene = await setTheScene(list);
  for (const args of [
    ['ps', '--json'],
    ['--json', 'ps'],
  ]) {
    expect(JSON.parse((await scene.run(args)).stdout)).toEqual({ services });
  }
});

test('the token is sent, filters are passed on, and one command has one correlation id', async () => {
  await using scene = await setTheScene(list);
  const token = (await scene.run(['token'])).stdout.trim();
  await scene.run(['ps', '--status', 'failed']);
  const [request] = scene.api.requests;
  expect(request?.headers.authorization).toBe(`Bearer ${token}`);
  expect(request?.headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
  expect(request?.query).toEqual({ status: 'failed' });
});

test('FORCE_COLOR colours a pipe; NO_COLOR and --no-color win', async () => {
  await using scene = await setTheScene(list);
  const colour = '\u001b[';
  expect((await scene.run(['ps'], { env: { FORCE_COLOR: '1' } })).stdout).toContain(colour);
  const both = { FORCE_COLOR: '1', NO_COLOR: '1' };
  expect((await scene.run(['ps'], { env: both })).stdout).not.toContain(colour);
  expect((await scene.run(['ps', '--no-color'], { env: { FORCE_COLOR: '1' } })).stdout).not.toContain(colour);
});

test('a reader that has enough ends the command without a failure', async () => {
  const many = Array.from({ length: 5000 }, (_, at) => service(`s-${at}`));
  await using scene = await setTheScene({ 'GET /services': () => ({ body: { services: many } }) });
  const { code, stderr } = await scene.run(['ps'], { readOnly: 10 });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('a failure says what, every fault, and what to do, without a stack trace', async () => {
  const faults = [
    { field: 'paths.data', reason: 'is required' },
    { field: 'vpn.provider', reason: 'is required: VPN provider' },
  ];
  const refused = problem(400, 'missing-settings', 'Settings are missing: a, b.', { faults });
  await using scene = await setTheScene({ 'POST /plans': () => refused, 'GET /config': emptyConfig });
  const { code, stdout, stderr } = await scene.run(['plan', 'sonarr']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatchInlineSnapshot(`
    "✖ Required settings have no value.
      paths.data    is required
      vpn.provider  is required: VPN provider
    → Do better.
    "
  `);
});

test('with --json a failure is a document on stderr, and stdout stays empty', async () => {
  const refused = problem(404, 'not-found', 'There is no service x.');
  await using scene = await setTheScene({ 'GET /services/x': () => refused });
  const { code, stdout, stderr } = await scene.run(['settings', 'x', '--json']);
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(JSON.parse(stderr).error).toMatchObject({ code: 'not-found', message: 'There is no service x.' });
});

test('a busy service names the task to follow', async () => {
  const busy = problem(409, 'service-busy', 'sonarr is being installed.', { data: { task: 'svc.sonarr.1' } });
  await using scene = await setTheScene({ 'DELETE /services/sonarr': () => busy });
  const { code, stderr } = await scene.run(['uninstall', 'sonarr']);
  expect(code).toBe(4);
  expect(stderr).toContain('showrunner task svc.sonarr.1 --follow');
});

test('a stack trace is for those who debug', async () => {
  await using scene = await setTheScene({ 'GET /services': () => ({ body: { nonsense: true } }) });
  const quiet = await scene.run(['ps']);
  expect(quiet.code).toBe(70);
  expect(quiet.stderr).not.toContain('    at ');
  expect((await scene.run(['ps'], { env: { SHOWRUNNER_LOG_LEVEL: 'debug' } })).stderr).toContain('    at ');
});

function emptyConfig() {
  return { body: { settings: {}, given: [], faults: [], revision: 0 } };
}
