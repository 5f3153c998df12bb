import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAnswerReader } from '#adapters/http-probe/answer-reader.ts';
import { freePort } from '#test/support/docker/wait-for.ts';
import { loopbackContainer, stubRuntime } from './stub-runtime.ts';

const key = 'a-key-that-is-secret';

const answers: RequestListener = (request, response) => {
  if (request.url === '/silent') return;
  if (request.url === '/endless') {
    response.write('["');
    const more = () => response.write('x'.repeat(65_536), () => response.destroyed || more());
    more();
    return;
  }
  const allowed = request.headers['x-api-key'] === key;
  const status = request.url === '/moved' ? 307 : allowed ? 200 : 401;
  response.writeHead(status, { location: '/list' });
  response.end(request.url === '/page' ? '<html>' : '[{"state":"on"}]');
};

describe('an answer of an application', () => {
  let server: Server;
  let port: number;
  beforeAll(async () => {
    server = createServer(answers).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const read = (
    path: string,
    more: { readonly headers?: Record<string, string>; readonly port?: number } = {},
  ) =>
    createAnswerReader(stubRuntime([loopbackContainer('here')])).read(
      { container: 'here', port, path, headers: { 'X-Api-Key': key }, ...more },
      2,
    );

  test('is its JSON, asked for with the given headers', async () => {
    expect(await read('/list')).toEqual([{ state: 'on' }]);
  });

  test.each([
    ['a refusal', '/list', { headers: { 'X-Api-Key': 'another' } }],
    ['a redirect', '/moved', {}],
    ['what is no JSON', '/page', {}],
    ['silence', '/silent', {}],
    ['a body without end', '/endless', {}],
    ['a header that none may be', '/list', { headers: { 'X-Api-Key': 'two\nlines' } }],
  ])('is nothing for %s', async (_, path, more) => {
    expect(await read(path, more)).toBeUndefined();
  });

  test('is nothing where nobody listens, and where no container runs', async () => {
    expect(await read('/list', { port: await freePort() })).toBeUndefined();
    const question = { container: 'here', port, path: '/list', headers: {} };
    for (const containers of [
      [],
      [loopbackContainer('here', { state: 'exited' })],
      [loopbackContainer('here', { addresses: {} })],
    ]) {
      expect(await createAnswerReader(stubRuntime(containers)).read(question, 2)).toBeUndefined();
    }
  });

  test('is an outage where the engine does not answer', async () => {
    const runtime = { inspect: () => new Promise<never>(() => undefined) };
    const question = { container: 'here', port, path: '/list', headers: {} };
    await expect(createAnswerReader(runtime).read(question, 0.05)).rejects.toMatchObject({
      code: 'engine-timeout',
    });
  });
});
