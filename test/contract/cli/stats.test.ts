import { expect, test } from 'vitest';
import { problem } from './fake-api.ts';
import { setTheScene } from './scene.ts';

const now = {
  at: '2030-01-01T00:00:00Z',
  cpuCores: 0.5,
  memoryBytes: 312_000_000,
  memoryLimitBytes: null,
  networkReceivedBytes: null,
  networkSentBytes: null,
  diskReadBytes: 1000,
  diskWrittenBytes: 2000,
  restarts: 0,
};
const usage = {
  components: [{ service: 'qbittorrent', component: 'qbittorrent', now }],
  unreachable: [],
};

test('stats shows what every service uses, and says where nothing is counted', async () => {
  await using scene = await setTheScene({ 'GET /metrics': () => ({ body: usage }) });
  const { code, stdout, stderr } = await scene.run(['stats']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.split('\n')[0]).toMatch(/^SERVICE +CPU +MEMORY +RECEIVED +SENT +READ +WRITTEN$/);
  expect(stdout).toMatch(/^qbittorrent +50\.0 % +312 MB +– +– +1 kB +2 kB$/m);
  expect(JSON.parse((await scene.run(['stats', '--json'])).stdout)).toEqual(usage);
});

test('stats of one service has its last hour in JSON', async () => {
  const metrics = {
    service: 'sonarr',
    host: 'local',
    components: [{ component: 'sonarr', now: null, lastHour: [now] }],
  };
  await using scene = await setTheScene({ 'GET /services/sonarr/metrics': () => ({ body: metrics }) });
  expect((await scene.run(['stats', 'sonarr'])).stdout).toMatch(/^sonarr$/m);
  expect(JSON.parse((await scene.run(['stats', 'sonarr', '--json'])).stdout)).toEqual(metrics);
});

test('stats names a host that does not answer, shows the others, and does not end well', async () => {
  const partly = { ...usage, unreachable: [{ host: 'attic', reason: 'The host’s worker did not answer.' }] };
  await using scene = await setTheScene({ 'GET /metrics': () => ({ body: partly }) });
  const { code, stdout } = await scene.run(['stats']);
  expect(code).not.toBe(0);
  expect(stdout).toContain('qbittorrent');
  expect(stdout).toContain('The services of host "attic" are missing: The host’s worker did not answer.');
});

test('stats says that there is no such service', async () => {
  const refused = problem(404, 'not-found', 'There is no service "nope".');
  await using scene = await setTheScene({ 'GET /services/nope/metrics': () => refused });
  const { code, stderr } = await scene.run(['stats', 'nope']);
  expect(code).not.toBe(0);
  expect(stderr).toContain('There is no service "nope".');
});
