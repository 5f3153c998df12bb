import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { taskId } from '#contracts/ids.ts';
import type { Task } from '#contracts/task.ts';
import { serviceId, type TaskId } from '#domain/ids.ts';
import { startTestApi, type TestApi } from './support/api.ts';
import { eventOf, planOf, pull } from './support/events.ts';
import { problemOf } from './support/http.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startTestApi();
});
afterEach(() => api.close());

const get = async (path: string) => (await api.send('GET', `/api/v1${path}`)).body as Record<string, unknown>;

async function openTask(service = 'redis'): Promise<TaskId> {
  const answer = await api.send('POST', '/api/v1/services', { body: { service, definition: 'redis' } });
  return (answer.body as { id: TaskId }).id;
}

function closedTask(id: TaskId, closedAt: string): Task {
  return {
    id,
    operation: 'install',
    service: serviceId('redis'),
    status: 'succeeded',
    startedAt: '2026-01-01T00:00:00Z',
    closedAt,
    requestedBy: 'token:admin',
    correlationId: 'c',
    steps: [],
    children: [],
  };
}

describe('a task', () => {
  it('is the engine’s description with the plan and steps of its events', async () => {
    const task = await openTask();
    api.engine.describeAs(task, { status: 'waiting', waitingFor: 'engine unreachable' });
    const service = serviceId('redis');
    await api.events.append([
      eventOf('task.opened', { operation: 'install', requestedBy: 'token:admin' }, { task, service }),
      eventOf('task.planned', { plan: planOf(service) }, { task, service }),
      eventOf('step.started', { step: pull, attempt: 1 }, { task }),
      eventOf('step.progress', { step: pull, progress: { current: 1, total: 2 } }, { task }),
    ]);
    expect(await get(`/tasks/${task}`)).toMatchObject({
      id: task,
      status: 'waiting',
      waitingFor: 'engine unreachable',
      phase: 'pull',
      plan: { hash: 'abcdef0123456789' },
      steps: [{ state: 'running', progress: { current: 1, total: 2 } }, { state: 'pending' }],
    });
  });

  it('that the engine has forgotten comes from the archive', async () => {
    const task = await openTask();
    await api.tasks.archive(closedTask(task, '2026-01-02T00:00:00Z'));
    api.engine.forget(task);
    expect(await get(`/tasks/${task}`)).toMatchObject({ id: task, status: 'succeeded' });
  });

  it('that is archived can be read while the engine is away', async () => {
    const task = await openTask();
    await api.tasks.archive(closedTask(task, '2026-01-02T00:00:00Z'));
    api.engine.outage.begin();
    expect((await api.send('GET', `/api/v1/tasks/${task}`)).status).toBe(200);
  });

  it('that is closed by its events is closed, even before its run is', async () => {
    const task = await openTask();
    const error = { code: 'never-healthy', message: 'no', remedy: 'see' } as const;
    await api.events.append([
      eventOf('task.opened', { operation: 'install', requestedBy: 'token:admin' }, { task }),
      eventOf('task.closed', { status: 'failed', error }, { task }),
    ]);
    expect(await get(`/tasks/${task}`)).toMatchObject({ status: 'failed', error: { code: 'never-healthy' } });
  });

  it('is 404 for a run that never was, and for a monitor', async () => {
    for (const kind of ['svc', 'monitor', 'host']) {
      const id = `${kind}.redis.${randomUUID()}`;
      expect((await api.send('GET', `/api/v1/tasks/${id}`)).status).toBe(404);
    }
  });
});

describe('cancelling', () => {
  it('asks the run to stop and answers 202', async () => {
    const task = await openTask();
    const answer = await api.send('DELETE', `/api/v1/tasks/${task}`);
    expect({ status: answer.status, task: answer.body }).toMatchObject({
      status: 202,
      task: { status: 'cancelling' },
    });
  });

  it('leaves a closed task as it is', async () => {
    const task = await openTask();
    api.engine.describeAs(task, { status: 'succeeded' });
    const answer = await api.send('DELETE', `/api/v1/tasks/${task}`);
    expect(answer.body).toMatchObject({ status: 'succeeded' });
  });
});

describe('the list of tasks', () => {
  it('goes over engine and archive in pages, each task once', async () => {
    const open = await Promise.all(['a', 'b', 'c'].map((service) => openTask(service)));
    const old = ['1', '2', '3', '4'].map((run) => taskId({ workflowId: 'svc/redis', runId: run.repeat(36) }));
    for (const [at, id] of old.entries())
      await api.tasks.archive(closedTask(id, `2026-01-0${at + 1}T00:00:00Z`));
    const shared = open[0];
    if (shared === undefined) throw new Error('nothing was opened');
    api.engine.describeAs(shared, { status: 'succeeded' });
    await api.tasks.archive(closedTask(shared, '2026-01-09T00:00:00Z'));

    const seen: string[] = [];
    let next: unknown;
    do {
      const page = await get(`/tasks?limit=2${typeof next === 'string' ? `&cursor=${next}` : ''}`);
      const tasks = page.tasks as readonly { id: string }[];
      expect(tasks.length).toBeLessThanOrEqual(2);
      seen.push(...tasks.map(({ id }) => id));
      next = page.next;
    } while (next !== undefined);
    expect(seen).toHaveLength(new Set(seen).size);
    expect(new Set(seen)).toEqual(new Set([...open, ...old]));
  });

  it('keeps to its filters', async () => {
    await openTask('a');
    const b = await openTask('b');
    api.engine.describeAs(b, { status: 'failed' });
    const ids = async (query: string) =>
      ((await get(`/tasks?${query}`)).tasks as readonly { service: string }[]).map(({ service }) => service);
    expect(await ids('status=failed')).toEqual(['b']);
    expect(await ids('service=a')).toEqual(['a']);
    expect(await ids('operation=uninstall')).toEqual([]);
  });

  it('is 503 while the engine is away, with a time to come back', async () => {
    api.engine.outage.begin();
    const answer = await api.send('GET', '/api/v1/tasks');
    expect({ status: answer.status, retry: answer.headers.get('retry-after') }).toEqual({
      status: 503,
      retry: '5',
    });
    expect(problemOf(answer).code).toBe('temporal-unreachable');
  });
});
