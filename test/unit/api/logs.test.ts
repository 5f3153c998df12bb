import { ReadableStream } from 'node:stream/web';
import { afterEach, describe, expect, it } from 'vitest';
import type { StreamRecord, StreamRequest } from '#contracts/streams.ts';
import { startTestApi, type TestApi } from './support/api.ts';
import { problemOf } from './support/http.ts';
import { openStream } from './support/sse.ts';

let api: TestApi | undefined;
afterEach(() => api?.close());

/** Dials back as a host worker does, with these records. */
async function start(
  records: (request: StreamRequest) => AsyncIterable<StreamRecord> | Iterable<StreamRecord>,
) {
  const uploads: Promise<number>[] = [];
  const started = await startTestApi({
    onStreamRequest: async (request) => {
      const sent = upload(request, records(request));
      // A test that does not look at its upload does not mind how it ends.
      sent.catch(() => undefined);
      uploads.push(sent);
    },
  });
  await started.send('POST', '/api/v1/services', { body: { service: 'redis' } });
  api = started;
  return { api: started, uploads };
}

async function upload(request: StreamRequest, records: AsyncIterable<StreamRecord> | Iterable<StreamRecord>) {
  const body = ReadableStream.from(lines(records));
  const headers = { 'content-type': 'application/x-ndjson' };
  const url = `${request.url}/${request.token}`;
  const response = await fetch(url, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
  return response.status;
}

async function* lines(records: AsyncIterable<StreamRecord> | Iterable<StreamRecord>) {
  for await (const record of records) yield Buffer.from(`${JSON.stringify(record)}\n`);
}

const line = (text: string): StreamRecord => ({
  type: 'line',
  time: '2026-01-31T20:15:00Z',
  stream: 'stdout',
  text,
});

describe('logs by dial-back', () => {
  it('are lines of JSON, and the upload is told that it was taken', async () => {
    const { api, uploads } = await start(() => [line('one'), line('two ☃')]);
    const answer = await api.send('GET', '/api/v1/services/redis/logs');
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
    const texts = answer.text
      .trim()
      .split('\n')
      .map((text) => (JSON.parse(text) as { text: string }).text);
    expect(texts).toEqual(['one', 'two ☃']);
    expect(await Promise.all(uploads)).toEqual([204]);
  });

  it('tell the level of a line where its shape does, and are kept by it', async () => {
    const texts = [
      '[Info] up',
      '  indented',
      '[Error] refused',
      '   at Client.Connect()',
      'chatter',
      '[Warn] slow',
    ];
    const { api } = await start(() => texts.map(line));
    const read = async (query: string) =>
      (await api.send('GET', `/api/v1/services/redis/logs${query}`)).text
        .trim()
        .split('\n')
        .map((entry) => JSON.parse(entry) as { text: string; level?: string })
        .map(({ text, level = '?' }) => `${level} ${text}`);
    expect(await read('')).toEqual([
      'info [Info] up',
      '?   indented',
      'error [Error] refused',
      '?    at Client.Connect()',
      '? chatter',
      'warn [Warn] slow',
    ]);
    expect(await read('?level=warn')).toEqual([
      'error [Error] refused',
      '?    at Client.Connect()',
      'warn [Warn] slow',
    ]);
    const query = '{ service(id: "redis") { logs(level: ERROR) { level text } } }';
    expect((await api.send('POST', '/graphql', { body: { query } })).body).toEqual({
      data: {
        service: {
          logs: [
            { level: 'ERROR', text: '[Error] refused' },
            { level: null, text: '   at Client.Connect()' },
          ],
        },
      },
    });
    const refused = await api.send('GET', '/api/v1/services/redis/logs?level=loud');
    expect(problemOf(refused).faults).toEqual([
      { field: 'level', reason: 'must be one of error, warn, info, debug' },
    ]);
  });

  it('ask the service’s host for what the request says', async () => {
    const asked: StreamRequest[] = [];
    const { api } = await start((request) => {
      asked.push(request);
      return [];
    });
    await api.send('GET', '/api/v1/services/redis/logs?tail=5&component=redis&since=2026-01-31T00:00:00Z');
    expect(asked).toMatchObject([
      { host: 'local', kind: 'logs', service: 'redis', component: 'redis', tail: 5, follow: false },
    ]);
    expect(api.logged.join('')).not.toContain(asked[0]?.token);
  });

  it('come as an event stream to who asks for one', async () => {
    const { api } = await start(() => [line('one')]);
    const stream = await openStream(`${api.url}/api/v1/services/redis/logs`);
    expect(await stream.next()).toMatchObject({ event: 'line', data: { text: 'one' } });
  });

  it('that fail before they begin are an answer of their own', async () => {
    const { api } = await start(() => [{ type: 'error', code: 'not-found', message: 'no such container' }]);
    const answer = await api.send('GET', '/api/v1/services/redis/logs?component=nope');
    expect({ status: answer.status, detail: problemOf(answer).detail }).toEqual({
      status: 404,
      detail: 'no such container',
    });
  });

  it('that fail on the way end with a problem', async () => {
    const { api } = await start(() => [
      line('one'),
      { type: 'error', code: 'engine-unreachable', message: 'gone' },
    ]);
    const entries = (await api.send('GET', '/api/v1/services/redis/logs')).text.trim().split('\n');
    expect(entries.map((text) => Object.keys(JSON.parse(text) as object).includes('code'))).toEqual([
      false,
      true,
    ]);
  });

  it('are 503 when no worker dials back', async () => {
    api = await startTestApi({ onStreamRequest: async () => {} });
    await api.send('POST', '/api/v1/services', { body: { service: 'redis' } });
    const answer = await api.send('GET', '/api/v1/services/redis/logs');
    expect({ status: answer.status, code: problemOf(answer).code }).toEqual({
      status: 503,
      code: 'engine-unreachable',
    });
  });

  it('set the pace of the worker: what nobody reads is not uploaded', async () => {
    let sent = 0;
    const { api } = await start(async function* () {
      for (; sent < 2000; sent += 1) yield line('x'.repeat(16_000));
    });
    const response = await fetch(`${api.url}/api/v1/services/redis/logs?follow=true`, {
      headers: { authorization: 'Bearer sr_a-token-for-tests-only' },
    });
    const reader = response.body?.getReader();
    await reader?.read();
    let before = -1;
    const standsStill = () => {
      const still = sent === before;
      before = sent;
      return still;
    };
    await expect.poll(standsStill, { interval: 150 }).toBe(true);
    expect(sent).toBeLessThan(1500);
    await reader?.cancel();
  });

  it('end the upload when the reader leaves', async () => {
    const { api, uploads } = await start(async function* (request) {
      while (request.follow) {
        yield line('tick');
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    });
    const stream = await openStream(`${api.url}/api/v1/services/redis/logs?follow=true`);
    await stream.next();
    stream.close();
    await expect(Promise.all(uploads)).rejects.toThrow();
  });
});

describe('an upload', () => {
  it('under a token that is not, or was used, is 404', async () => {
    const { api } = await start((request) => {
      used = `${request.url}/${request.token}`;
      return [];
    });
    let used = '';
    await api.send('GET', '/api/v1/services/redis/logs');
    const headers = { 'content-type': 'application/x-ndjson' };
    for (const url of [used, `${api.url}/internal/streams/guess`]) {
      expect((await fetch(url, { method: 'POST', headers, body: '' })).status).toBe(404);
    }
  });
});
