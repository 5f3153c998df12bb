import { expect, test } from 'vitest';
import { problem } from './fake-api.ts';
import { setTheScene } from './scene.ts';

const env = { TZ: 'UTC' };
const since = '2026-01-31T20:15:04.000Z';
const well = { status: 'running', health: 'healthy', desired: 'running', since } as const;
const sick = { ...well, status: 'degraded', health: 'unhealthy' } as const;
const part = { ok: true, detail: 'answers' };
const health = {
  status: 'degraded',
  controlPlane: { api: part, database: part, temporal: part },
  services: { total: 2, byHealth: { healthy: 1, unhealthy: 1, starting: 0, unknown: 0 }, byStatus: {} },
  hostsAway: [],
};
const requires = [{ service: 'vpn', capability: 'vpn', optional: false, via: 'namespace' }];
const graph = {
  services: [
    { id: 'qbittorrent', ...sick, requires, rootCauses: ['vpn'] },
    { id: 'vpn', ...sick, requires: [], rootCauses: ['vpn'] },
  ],
  rootCauses: [
    { service: 'vpn', ...sick, cause: 'showrunner-vpn exited with code 1', suffering: ['qbittorrent'] },
  ],
};
const wellGraph = {
  services: [
    { id: 'qbittorrent', ...well, requires, rootCauses: [] },
    { id: 'vpn', ...well, requires: [], rootCauses: [] },
  ],
  rootCauses: [],
};
const answers = (dependencies: object, system: object = health) => ({
  'GET /health': () => ({ body: system }),
  'GET /health/dependencies': () => ({ body: dependencies }),
});

test('health shows the tree, says what is to blame, and ends with 1 when a service is not well', async () => {
  await using scene = await setTheScene(answers(graph));
  const { code, stdout, stderr } = await scene.run(['health'], { env });
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(stdout.split('\n')).toEqual([
    '✖ qbittorrent  degraded, unhealthy',
    '└─ ✖ vpn       degraded, unhealthy  ← root cause  gives it its network',
    '',
    '2 of 2 services are not well.',
    expect.stringMatching(
      /^vpn is running, but unhealthy, since 2026-01-31 20:15:04 \(\d+ days ago\): showrunner-vpn exited with code 1\. Because of it qbittorrent is not well\.$/,
    ),
    '',
  ]);
  const json = await scene.run(['health', '--json'], { env });
  expect(json.code).toBe(1);
  expect(JSON.parse(json.stdout)).toEqual({ ...health, dependencies: graph });
});

test('health names a host that is away, and ends with 1 though no service is known to be unwell', async () => {
  const services = wellGraph.services.map((service) => ({ ...service, health: 'unknown' }));
  const hostsAway = [{ host: 'attic', services: ['qbittorrent', 'vpn'] }];
  await using scene = await setTheScene(answers({ services, rootCauses: [] }, { ...health, hostsAway }));
  const { code, stdout } = await scene.run(['health']);
  expect(code).toBe(1);
  expect(stdout).toContain('Host attic is away, or only just back.');
  expect(stdout).toContain('Of qbittorrent and vpn nothing is known.');
  expect(stdout).not.toContain('well');
});

test('health ends with 0 when all is well, and has colours only where they are wanted', async () => {
  await using scene = await setTheScene(answers(wellGraph));
  const { code, stdout } = await scene.run(['health']);
  expect(code).toBe(0);
  expect(stdout).toContain('All 2 services are well.');
  expect(stdout).not.toContain('\u001b');
  expect((await scene.run(['health'], { env: { FORCE_COLOR: '1' } })).stdout).toContain('\u001b[32m✔');
  const both = { FORCE_COLOR: '1', NO_COLOR: '1' };
  expect((await scene.run(['health', '--no-color'], { env: both })).stdout).not.toContain('\u001b');
});

test('health names a part of the control plane that is away, and ends with 5', async () => {
  const away = { ok: false, detail: 'PostgreSQL does not answer.' };
  const system = { ...health, controlPlane: { ...health.controlPlane, database: away } };
  await using scene = await setTheScene({ 'GET /health': () => ({ body: system }) });
  const { code, stdout } = await scene.run(['health']);
  expect(code).toBe(5);
  expect(stdout).toBe('The database is not well: PostgreSQL does not answer.\n');
});

test('why says how a service is, because of what, and what happened', async () => {
  const history = {
    now: { service: 'qbittorrent', ...sick, cause: 'connection refused' },
    because: [[{ service: 'vpn', ...sick, cause: 'showrunner-vpn exited with code 1' }]],
    entries: [
      {
        time: since,
        kind: 'service.changed',
        sentence: 'It is running, but unhealthy: connection refused.',
        count: 1,
      },
    ],
  };
  await using scene = await setTheScene({ 'GET /services/qbittorrent/history': () => ({ body: history }) });
  const { code, stdout } = await scene.run(['why', 'qbittorrent', '--limit', '20'], { env });
  expect(code).toBe(0);
  expect(stdout.replaceAll(/\(\d+ days ago\)/g, '(ago)')).toBe(
    [
      'qbittorrent is running, but unhealthy, since 2026-01-31 20:15:04 (ago): connection refused.',
      '  That is because vpn, which it requires, is running, but unhealthy, since 2026-01-31 20:15:04 (ago): showrunner-vpn exited with code 1.',
      '',
      'What happened:',
      '  2026-01-31',
      '  20:15:04  • It is running, but unhealthy: connection refused.',
      '',
    ].join('\n'),
  );
  expect(scene.api.requests[0]?.query).toEqual({ limit: '20' });
  expect(JSON.parse((await scene.run(['why', 'qbittorrent', '--json'])).stdout)).toEqual(history);
  expect((await scene.run(['why', 'qbittorrent', '--limit', '0'])).code).toBe(2);
});

test('why and status say that there is no such service', async () => {
  const refused = problem(404, 'not-found', 'There is no service "nope".');
  await using scene = await setTheScene({
    'GET /services/nope/history': () => refused,
    'GET /services/nope/status': () => refused,
  });
  for (const name of ['why', 'status']) {
    const { code, stderr } = await scene.run([name, 'nope']);
    expect(code).toBe(3);
    expect(stderr).toContain('There is no service "nope".');
  }
});

test('status of a service shows its state, what it is because of, and its last changes', async () => {
  const state = {
    id: 'qbittorrent',
    ...sick,
    status: 'recovering',
    revision: 3,
    openTask: 'svc.qbittorrent.0199',
    changes: [{ time: since, status: 'degraded', health: 'unhealthy', cause: 'connection refused' }],
    rootCauses: ['vpn'],
  };
  await using scene = await setTheScene({ 'GET /services/qbittorrent/status': () => ({ body: state }) });
  const { code, stdout } = await scene.run(['status', 'qbittorrent'], { env });
  expect(code).toBe(0);
  expect(stdout.replace(/\(\d+ days ago\)/, '(ago)')).toBe(
    [
      'service     … qbittorrent',
      'state       recovering, to be running',
      'health      unhealthy',
      'since       2026-01-31 20:15:04 (ago)',
      'because of  vpn',
      'at work     svc.qbittorrent.0199',
      '',
      'TIME                 STATE     HEALTH     CAUSE',
      '2026-01-31 20:15:04  degraded  unhealthy  connection refused',
      '',
      'More:  showrunner why qbittorrent',
      '',
    ].join('\n'),
  );
  expect(JSON.parse((await scene.run(['status', 'qbittorrent', '--json'])).stdout)).toEqual(state);
});

test('alerts are a table with who was told, and it is said when nobody is', async () => {
  const alert = {
    id: 'a',
    service: 'vpn',
    name: 'ServiceDown',
    severity: 'critical',
    state: 'open',
    summary: 'VPN (vpn) is down',
    description: 'Three attempts failed.',
    raisedAt: since,
    deliveries: [
      { sink: 'webhook', message: 'raised', state: 'delivered', detail: '', at: since },
      { sink: 'alertmanager', message: 'raised', state: 'due', detail: '', at: since },
    ],
  };
  const on = [{ name: 'webhook', state: 'on', detail: '' }];
  await using scene = await setTheScene({
    'GET /alerts': ({ query }) =>
      query.state === 'open'
        ? { body: { alerts: [], sinks: [{ name: 'webhook', state: 'off', detail: 'no address is set' }] } }
        : { body: { alerts: [alert], sinks: on } },
  });
  const { code, stdout } = await scene.run(['alerts']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ALERT +SERVICE +SEVERITY +STATE +RAISED +TOLD +SUMMARY$/m);
  expect(stdout).toMatch(
    /^ServiceDown +vpn +critical +open +\d+ days ago +webhook, alertmanager: due +VPN \(vpn\) is down$/m,
  );
  expect((await scene.run(['alerts', '--state', 'open'])).stdout).toBe(
    'No alert is open.\n\nNobody is told of alerts. Set alerts.webhook.url or alerts.alertmanager.url to be told.\n',
  );
  expect(JSON.parse((await scene.run(['alerts', '--json'])).stdout)).toEqual({ alerts: [alert], sinks: on });
});
