import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HostId, serviceId, type TaskId } from '#domain/ids.ts';
import { startTestApi, type TestApi } from './support/api.ts';
import { eventOf, planOf, pull } from './support/events.ts';
import { openStream } from './support/sse.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startTestApi({ ringSize: 8 });
});
afterEach(() => api.close());

const host = 'local' as HostId;
const change = () => eventOf('host.changed', { host, reachable: true, cause: 'test' });

async function openTask(): Promise<TaskId> {
  const answer = await api.send('POST', '/api/v1/services', { body: { service: 'redis' } });
  return (answer.body as { id: TaskId }).id;
}

describe('the stream of all events', () => {
  it('begins with a snapshot and goes on after it', async () => {
    await openTask();
    await api.events.append([change()]);
    const stream = await openStream(`${api.url}/api/v1/events/stream`);
    expect(stream.response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const snapshot = await stream.next();
    expect(snapshot).toMatchObject({ event: 'snapshot', id: '1', data: { services: [{ id: 'redis' }] } });
    await api.events.append([change()]);
    expect(await stream.next()).toMatchObject({
      id: '2',
      event: 'host.changed',
      data: {
        specversion: '1.0',
        type: 'showrunner.host.changed',
        source: 'urn:showrunner:abcdef012345',
        position: 2,
      },
    });
    stream.close();
  });

  it('gives who drops and returns every event once, in order, under concurrent writers', async () => {
    const total = 300;
    const writers = [1, 2, 3].map(async () => {
      for (let at = 0; at < total / 3; at += 1) {
        await api.events.append([change()]);
        if (at % 10 === 0) await new Promise(setImmediate);
      }
    });
    const seen: number[] = [];
    while (seen.length < total) {
      const after = seen.at(-1) ?? 0;
      const stream = await openStream(`${api.url}/api/v1/events/stream?after=0`, {
        'last-event-id': String(after),
      });
      const size = 1 + Math.floor(Math.random() * 40);
      for (let taken = 0; taken < size && seen.length < total; taken += 1) {
        seen.push(Number((await stream.next())?.id));
      }
      stream.close();
    }
    await Promise.all(writers);
    expect(seen).toEqual(Array.from({ length: total }, (_, at) => at + 1));
  });

  it('is 410 from a position that there is not', async () => {
    const stream = await openStream(`${api.url}/api/v1/events/stream`, { 'last-event-id': '77' });
    expect(stream.response.status).toBe(410);
  });

  it('cuts a client that takes nothing, and nobody else', async () => {
    const slow = await startTestApi({ times: { stallMs: 50 } });
    try {
      const stuck = await fetch(`${slow.url}/api/v1/events/stream`, {
        headers: { authorization: 'Bearer sr_a-token-for-tests-only' },
      });
      const cause = 'x'.repeat(500_000);
      for (let at = 0; at < 40; at += 1) {
        await slow.events.append([eventOf('host.changed', { host, reachable: true, cause })]);
      }
      await expect.poll(() => slow.logged.filter((line) => line.includes('/events/stream')).length).toBe(1);
      await expect(stuck.text()).rejects.toThrow();
      expect((await slow.send('GET', '/livez')).status).toBe(200);
    } finally {
      await slow.close();
    }
  });

  it('ends when the process does', async () => {
    const other = await startTestApi();
    const stream = await openStream(`${other.url}/api/v1/events/stream`);
    await stream.next();
    const began = performance.now();
    await other.close();
    expect(await stream.next()).toBeUndefined();
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe('the stream of a task', () => {
  it('begins with the task as it is, tells everything after, and ends when it is closed', async () => {
    const task = await openTask();
    const service = serviceId('redis');
    await api.events.append([
      eventOf('task.opened', { operation: 'install', requestedBy: 'token:admin' }, { task, service }),
      eventOf('task.planned', { plan: planOf(service) }, { task, service }),
    ]);
    const stream = await openStream(`${api.url}/api/v1/tasks/${task}/events`);
    expect(await stream.next()).toMatchObject({
      event: 'snapshot',
      data: { id: task, status: 'running', steps: [{ id: pull, state: 'pending' }, {}] },
    });
    await api.events.append([
      change(),
      eventOf('step.started', { step: pull, attempt: 1 }, { task }),
      eventOf('task.closed', { status: 'succeeded' }, { task }),
      eventOf('step.started', { step: pull, attempt: 2 }, { task }),
    ]);
    const rest = await stream.until(() => false);
    expect(rest.map(({ id, event }) => `${id} ${event}`)).toEqual(['4 step.started', '5 task.closed']);
  });

  it('goes on after the last event without a snapshot', async () => {
    const task = await openTask();
    await api.events.append(
      [1, 2, 3].map((attempt) => eventOf('step.started', { step: pull, attempt }, { task })),
    );
    const stream = await openStream(`${api.url}/api/v1/tasks/${task}/events`, { 'last-event-id': '2' });
    expect(await stream.next()).toMatchObject({ id: '3', event: 'step.started' });
    stream.close();
  });

  it('of a task that is closed is a snapshot and the end', async () => {
    const task = await openTask();
    api.engine.describeAs(task, { status: 'terminated' });
    const stream = await openStream(`${api.url}/api/v1/tasks/${task}/events`);
    expect((await stream.until(() => false)).map(({ event }) => event)).toEqual(['snapshot']);
  });

  it('that returns after the end ends again', async () => {
    const task = await openTask();
    await api.events.append([eventOf('task.closed', { status: 'succeeded' }, { task })]);
    api.engine.describeAs(task, { status: 'succeeded' });
    const stream = await openStream(`${api.url}/api/v1/tasks/${task}/events`, { 'last-event-id': '1' });
    expect((await stream.until(() => false)).map(({ event }) => event)).toEqual(['snapshot']);
  });

  it('goes on through an outage of the engine', async () => {
    const task = await openTask();
    const stream = await openStream(`${api.url}/api/v1/tasks/${task}/events`);
    await stream.next();
    api.engine.outage.begin();
    await api.events.append([eventOf('step.started', { step: pull, attempt: 1 }, { task })]);
    expect(await stream.next()).toMatchObject({ event: 'step.started' });
    api.engine.outage.end();
    await api.events.append([eventOf('task.closed', { status: 'succeeded' }, { task })]);
    expect(await stream.next()).toMatchObject({ event: 'task.closed' });
  });

  it('of a task that there is not is 404', async () => {
    const stream = await openStream(`${api.url}/api/v1/tasks/svc.redis.${'0'.repeat(36)}/events`);
    expect(stream.response.status).toBe(404);
  });
});
