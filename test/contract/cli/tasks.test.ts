import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { beginStream, type FakeRequest, type Handler } from './fake-api.ts';
import { childId, installEvents, task } from './fixtures.ts';
import { setTheScene } from './scene.ts';

const config = () => ({ body: { settings: {}, given: ['paths.config'], faults: [], revision: 1 } });
const accepted = () => ({ status: 202, body: task(childId, { service: 'sonarr' }) });
const closed = (status: 'succeeded' | 'failed' | 'cancelled') => () => ({
  body: task(childId, { service: 'sonarr', status }),
});

/** The task's events after the position that the follower has; the first few of them, where a number is given. */
function events(status: 'succeeded' | 'failed' | 'cancelled', count = 5): Handler {
  return ({ headers }: FakeRequest, response: ServerResponse) => {
    const write = beginStream(response);
    const after = Number(headers['last-event-id'] ?? 0);
    for (const event of installEvents(status).slice(0, count)) {
      if (event.position > after) write(event.position, event.type.slice('showrunner.'.length), event);
    }
    if (count === 5) response.end();
    return undefined;
  };
}

function installing(status: 'succeeded' | 'failed' | 'cancelled', count?: number) {
  return {
    'GET /config': config,
    'POST /services': accepted,
    [`GET /tasks/${childId}/events`]: events(status, count),
    [`GET /tasks/${childId}`]: closed(status),
  };
}

test('an installation is told line by line in a pipe, and ends with a summary', async () => {
  await using scene = await setTheScene(installing('succeeded'));
  const { code, stdout, stderr } = await scene.run(['install', 'sonarr']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout.trim().split('\n');
  expect(lines.map((line) => line.replace(/^ *\S+ (s|min \d+ s|h \d+ min) +/, ''))).toEqual([
    'sonarr        planned: 1 step',
    'sonarr        resources',
    'sonarr        up',
    expect.stringMatching(/^1 service up in /),
  ]);
});

test('where it is to go is sent as it was said', async () => {
  await using scene = await setTheScene(installing('succeeded'));
  await scene.run(['install', 'sonarr', '--host', 'attic', '--label', 'disk=large', '--label', 'gpu=yes']);
  const sent = scene.api.requests.find(({ method }) => method === 'POST');
  expect(sent?.body).toMatchObject({ host: 'attic', labels: { disk: 'large', gpu: 'yes' } });
  const { code, stderr } = await scene.run(['install', 'sonarr', '--label', 'large']);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('must be key=value') });
});

test('what is guessed is sent only where the instance does not know it yet', async () => {
  await using scene = await setTheScene(installing('succeeded'));
  await scene.run(['install', 'sonarr', '--set', 'timezone=Europe/Vienna']);
  const sent = scene.api.requests.find(({ method }) => method === 'POST');
  expect(sent?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
  expect(sent?.body).toEqual({
    service: 'sonarr',
    definition: 'sonarr',
    settings: {
      'user.uid': expect.stringMatching(/^[1-9]\d*$/),
      'user.gid': expect.stringMatching(/^[1-9]\d*$/),
      timezone: 'Europe/Vienna',
    },
  });
});

test('a secret on the command line is taken, with a word about better ways', async () => {
  const secret = { title: 'Key', description: '', type: 'text', required: true, secret: true };
  const vpn = { id: 'vpn', settings: { key: secret, mode: { ...secret, secret: false } } };
  await using scene = await setTheScene({
    ...installing('succeeded'),
    'GET /catalog': () => ({ body: { definitions: [vpn] } }),
  });
  const { code, stdout, stderr } = await scene.run([
    ...['install', 'sonarr', '--set', 'vpn.key=hunter2', '--set', 'vpn.mode=fast'],
  ]);
  expect(code).toBe(0);
  expect(stderr).toMatch(/^Note: vpn\.key stood on the command line/);
  expect(stdout + stderr).not.toContain('hunter2');
});

test('with --json the document is the task as it ended, and progress goes to stderr', async () => {
  await using scene = await setTheScene(installing('succeeded'));
  const { code, stdout, stderr } = await scene.run(['install', 'sonarr', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ id: childId, status: 'succeeded' });
  expect(stderr).toContain('planned');
});

test('a task that failed says why and what to do, and ends with 1', async () => {
  await using scene = await setTheScene(installing('failed'));
  const { code, stdout } = await scene.run(['install', 'sonarr']);
  expect(code).toBe(1);
  expect(stdout).toContain('sonarr stayed ill.');
  expect(stdout).toContain('→ See its log.');
});

test('a detached task is not waited for', async () => {
  await using scene = await setTheScene(installing('succeeded'));
  const { code, stdout } = await scene.run(['install', 'sonarr', '--detach']);
  expect(code).toBe(0);
  expect(stdout).toContain(`showrunner task ${childId} --follow`);
  expect(scene.api.requests.some(({ path }) => path.endsWith('/events'))).toBe(false);
});

test('Ctrl-C stops watching and says that the task goes on', async () => {
  await using scene = await setTheScene(installing('succeeded', 3));
  const { code, stdout } = await scene.run(['install', 'sonarr'], { interruptAt: 'resources' });
  expect(code).toBe(130);
  expect(stdout).toContain('Stopped watching; the task goes on.');
  expect(scene.api.requests.some(({ method }) => method === 'DELETE')).toBe(false);
});

test('with --cancel-on-interrupt, Ctrl-C cancels and waits for the end', async () => {
  let finish: () => void = () => expect.unreachable();
  await using scene = await setTheScene({
    ...installing('cancelled'),
    [`GET /tasks/${childId}/events`]: (_request, response) => {
      const write = beginStream(response);
      const [last, ...others] = installEvents('cancelled').toReversed();
      for (const event of others.toReversed()) write(event.position, event.type, event);
      finish = () => write(last?.position ?? 0, 'task.closed', last);
      return undefined;
    },
    [`DELETE /tasks/${childId}`]: () => {
      finish();
      return accepted();
    },
  });
  const args = ['install', 'sonarr', '--cancel-on-interrupt'];
  const { code, stdout } = await scene.run(args, { interruptAt: 'resources' });
  expect(code).toBe(130);
  expect(stdout).toContain('Cancelling, and taking back what was made.');
  expect(stdout).toMatch(/^Cancelled after .*; what was made is taken back\.$/m);
});

test('a broken connection is bridged, and each event is told once', async () => {
  let connections = 0;
  await using scene = await setTheScene({
    [`GET /tasks/${childId}`]: accepted,
    [`GET /tasks/${childId}/events`]: (request, response) => {
      connections += 1;
      if (connections > 1) return events('succeeded')(request, response);
      const write = beginStream(response);
      for (const event of installEvents().slice(0, 3)) write(event.position, event.type, event);
      setImmediate(() => response.destroy());
      return undefined;
    },
  });
  const { code, stdout } = await scene.run(['task', childId, '--follow', '--json']);
  expect(code).toBe(0);
  const positions = stdout
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line).position);
  expect(positions).toEqual([1, 2, 3, 4, 5]);
  const after = scene.api.requests.map(({ headers }) => headers['last-event-id']);
  expect(after).toEqual([undefined, '0', expect.stringMatching(/^[0-3]$/)]);
});

test('a service’s name stands for its newest task', async () => {
  await using scene = await setTheScene({
    'GET /tasks': () => ({ body: { tasks: [task(childId)] } }),
    [`GET /tasks/${childId}`]: closed('failed'),
  });
  const { code, stdout } = await scene.run(['task', 'sonarr', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).id).toBe(childId);
  expect(scene.api.requests[0]?.query).toEqual({ service: 'sonarr', limit: '1' });
});

test('cancelling a task that has ended already is no failure', async () => {
  await using scene = await setTheScene({ [`DELETE /tasks/${childId}`]: closed('succeeded') });
  const { code, stdout } = await scene.run(['cancel', childId]);
  expect(code).toBe(0);
  expect(stdout).toContain('ended already: succeeded');
});
