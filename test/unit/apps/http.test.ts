import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { callApp } from '#adapters/apps/http.ts';

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(answer: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function appAt(base: string, more: { signal?: AbortSignal; timeoutMs?: number } = {}) {
  return { title: 'Sonarr', base, signal: new AbortController().signal, timeoutMs: 2000, ...more };
}

describe('a call to an application', () => {
  it('sends JSON and gives back what was answered, refusals too', async () => {
    const base = await serve((request, response) => {
      request.pipe(response.writeHead(400, { 'x-type': request.headers['content-type'] ?? '' }));
    });
    const answer = await callApp(appAt(base), { method: 'POST', path: '/api', json: { name: 'tv' } });
    expect(answer).toMatchObject({ status: 400, text: '{"name":"tv"}' });
    expect(answer.headers.get('x-type')).toBe('application/json');
  });

  it('does not follow redirects', async () => {
    const base = await serve((_request, response) => response.writeHead(307, { location: '/sonarr/' }).end());
    await expect(callApp(appAt(base), { path: '/' })).resolves.toMatchObject({ status: 307 });
  });

  it.each([502, 503, 504])('is app-unreachable on HTTP %i', async (status) => {
    const base = await serve((_request, response) => response.writeHead(status).end());
    await expect(callApp(appAt(base), { path: '/' })).rejects.toMatchObject({
      code: 'app-unreachable',
      message: `Sonarr is still starting (HTTP ${status}).`,
    });
  });

  it('is app-unreachable where nothing listens', async () => {
    const base = await serve(() => {});
    await new Promise((resolve) => servers.pop()?.close(resolve));
    await expect(callApp(appAt(base), { path: '/' })).rejects.toMatchObject({
      code: 'app-unreachable',
      message: 'Sonarr does not accept connections.',
    });
  });

  it('is app-unreachable when the deadline passes, in the middle of a body as well', async () => {
    const base = await serve((_request, response) => response.writeHead(200).write('half'));
    await expect(callApp(appAt(base, { timeoutMs: 100 }), { path: '/' })).rejects.toMatchObject({
      code: 'app-unreachable',
      message: 'Sonarr did not answer within 0.1 s.',
    });
  });

  it('ends with the caller’s own reason when the caller gives up', async () => {
    const base = await serve(() => {});
    const controller = new AbortController();
    const calling = callApp(appAt(base, { signal: controller.signal }), { path: '/' });
    controller.abort(new Error('cancelled'));
    await expect(calling).rejects.toThrow('cancelled');
  });

  it('does not tell a credential that no header can carry', async () => {
    const headers = { 'x-api-key': 'canary\nkey' };
    const error = await callApp(appAt('http://127.0.0.1:9'), { path: '/', headers }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'login-failed' });
    expect(inspect(error, { depth: 8 })).not.toContain('canary');
  });

  it('refuses an answer that no API gives', async () => {
    const base = await serve((_request, response) => response.end('x'.repeat(9 * 1024 * 1024)));
    await expect(callApp(appAt(base), { path: '/' })).rejects.toMatchObject({ code: 'link-refused' });
  });
});
