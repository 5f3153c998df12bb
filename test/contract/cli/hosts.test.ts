import { expect, test } from 'vitest';
import { problem } from './fake-api.ts';
import { setTheScene } from './scene.ts';

const env = { TZ: 'UTC' };
const local = {
  id: 'local',
  kind: 'local',
  address: '10.0.0.5',
  labels: {},
  scheduling: 'open',
  since: '2026-01-31T20:15:04.000Z',
  state: 'reachable',
  stateSince: '2026-01-31T20:15:04.000Z',
  stateCause: 'its watcher is at work',
  services: 3,
};
const attic = {
  ...local,
  id: 'attic',
  kind: 'joined',
  address: '10.0.0.7',
  labels: { disk: 'large', room: 'upstairs' },
  scheduling: 'draining',
  capacity: { memoryBytes: 16_000_000_000, processors: 8 },
  state: 'unreachable',
  stateCause: 'its watcher is away',
  services: 1,
};
const token = `srj1.attic.${'x'.repeat(43)}.${'ab'.repeat(32)}`;
const invitation = { host: 'attic', token, expires: '2026-01-31T21:15:04.000Z', address: '10.0.0.5:8485' };

test('hosts is a table with how each is and what is there, and says why one cannot be reached', async () => {
  const body = { hosts: [attic, local] };
  await using scene = await setTheScene({ 'GET /hosts': () => ({ body }) });
  const { code, stdout, stderr } = await scene.run(['hosts'], { env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.replaceAll(/\d+ days ago/g, 'ago')).toMatch(
    /^HOST +STATE +SINCE +ADDRESS +SERVICES +MEMORY +LABELS +SCHEDULING$/m,
  );
  expect(stdout).toMatch(
    /^attic +unreachable +\d+ days ago +10\.0\.0\.7 +1 +16 GB +disk=large room=upstairs +draining$/m,
  );
  expect(stdout).toMatch(/^local +reachable +\d+ days ago +10\.0\.0\.5 +3 +open$/m);
  expect(stdout).toContain('attic cannot be reached: its watcher is away.');
  expect(JSON.parse((await scene.run(['hosts', '--json'])).stdout)).toEqual(body);
});

test('hosts invite prints the command for the other machine, and the token apart from it', async () => {
  await using scene = await setTheScene({
    'POST /hosts/invitations': () => ({ status: 201, body: invitation }),
  });
  const args = ['hosts', 'invite', 'attic', '--label', 'disk=large', '--label', 'room=up=stairs'];
  const { code, stdout } = await scene.run([...args, '--expires', '10m'], { env });
  expect(code).toBe(0);
  expect(stdout.split('\n')).toEqual([
    'On the machine that is to be attic, run',
    '',
    '  ./showrunner host join 10.0.0.5:8485',
    '',
    'It asks for this token, which is good once, until 2026-01-31 21:15:04:',
    '',
    token,
    '',
  ]);
  expect(scene.api.requests[0]?.body).toEqual({
    host: 'attic',
    labels: { disk: 'large', room: 'up=stairs' },
    expiresInMinutes: 10,
    again: false,
  });
  const json = await scene.run(['hosts', 'invite', 'attic', '--json']);
  expect(JSON.parse(json.stdout)).toEqual({ ...invitation, command: './showrunner host join 10.0.0.5:8485' });
  expect(scene.api.requests[1]?.body).toMatchObject({ labels: {}, expiresInMinutes: 60 });
});

test('hosts invite names what is not valid before it asks, and tells what the API refuses', async () => {
  const refused = problem(409, 'no-gateway', 'No gateway is there for hosts to join through.');
  await using scene = await setTheScene({ 'POST /hosts/invitations': () => refused });
  const labels = await scene.run(['hosts', 'invite', 'attic', '--label', 'disk', '--label', '=x']);
  expect(labels.code).toBe(2);
  expect(labels.stderr).toContain('disk is not key=value');
  expect(labels.stderr).toContain('=x is not key=value');
  expect((await scene.run(['hosts', 'invite', 'attic', '--expires', 'soon'])).code).toBe(2);
  expect(scene.api.requests).toEqual([]);
  const { code, stderr } = await scene.run(['hosts', 'invite', 'attic']);
  expect(code).not.toBe(0);
  expect(stderr).toContain('No gateway is there');
});

test('hosts drain and open say what is the case now', async () => {
  await using scene = await setTheScene({
    'POST /hosts/attic/drain': () => ({ body: attic }),
    'POST /hosts/attic/open': () => ({ body: { ...attic, scheduling: 'open' } }),
  });
  expect((await scene.run(['hosts', 'drain', 'attic'])).stdout).toBe(
    'Nothing new is placed on attic. 1 service there stays as it is.\n',
  );
  expect((await scene.run(['hosts', 'open', 'attic'])).stdout).toBe('attic takes services again.\n');
  expect(JSON.parse((await scene.run(['hosts', 'drain', 'attic', '--json'])).stdout)).toEqual(attic);
});

test('hosts label sets and takes away, and shows what is left', async () => {
  await using scene = await setTheScene({ 'PATCH /hosts/attic': () => ({ body: attic }) });
  const { code, stdout } = await scene.run(['hosts', 'label', 'attic', 'disk=large', 'gpu=', 'room-']);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'attic: disk=large room=upstairs\n' });
  expect(scene.api.requests[0]?.body).toEqual({ labels: { disk: 'large', gpu: '', room: null } });
  const wrong = await scene.run(['hosts', 'label', 'attic', 'disk', 'room-']);
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('disk is not key=value or key-');
  expect((await scene.run(['hosts', 'label', 'attic'])).code).toBe(2);
});

test('hosts remove needs agreement, and names the services that hold it back', async () => {
  let used = true;
  const detail = 'On attic there are services: sonarr.';
  await using scene = await setTheScene({
    'DELETE /hosts/attic': () => (used ? problem(409, 'host-in-use', detail) : { body: { host: 'attic' } }),
  });
  const asked = await scene.run(['hosts', 'remove', 'attic']);
  expect(asked.code).toBe(2);
  expect(asked.stderr).toContain('Agree beforehand with --yes.');
  expect(scene.api.requests).toEqual([]);
  const held = await scene.run(['hosts', 'remove', 'attic', '--yes']);
  expect(held.code).not.toBe(0);
  expect(held.stderr).toContain(detail);
  used = false;
  const { code, stdout } = await scene.run(['hosts', 'remove', 'attic', '--yes']);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'attic is let in no more.\n' });
});
