import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProber } from '#adapters/http-probe/prober.ts';
import { DomainError } from '#domain/errors.ts';
import type { Probe } from '#domain/health.ts';
import type { ContainerRuntime } from '#ports/container-runtime.ts';
import { freePort } from '#test/support/docker/wait-for.ts';
import { loopbackContainer, stubRuntime } from './stub-runtime.ts';
import { component, proberContract } from './suite.ts';

proberContract('over HTTP', async () => {
  const server = await listen(answers);
  const prober = createProber(stubRuntime([loopbackContainer('here')]));
  const path = { well: '/well', failing: '/failing', silent: '/silent', gone: '/' };
  return {
    prober,
    component: (kind) => ({
      probe: { type: 'http', component, port: server.port, path: path[kind], status: [200] },
      target: { container: kind === 'gone' ? 'gone' : 'here', inside: 'here' },
    }),
    end: server.stop,
  };
});

describe('a probe', () => {
  const target = { container: 'here', inside: 'inside' };
  let server: Awaited<ReturnType<typeof listen>>;
  beforeAll(async () => {
    server = await listen(answers);
  });
  afterAll(() => server.stop());

  function http(
    path: string,
    more: { readonly status?: readonly number[]; readonly body?: string } = {},
  ): Probe {
    return { type: 'http', component, port: server.port, path, status: [200], ...more };
  }

  function ask(probe: Probe, runtime = stubRuntime([loopbackContainer('here')]), timeoutSeconds = 10) {
    return createProber(runtime).probe(probe, target, timeoutSeconds);
  }

  test('takes a redirect for an answer and does not follow it', async () => {
    expect(await ask(http('/redirect'))).toEqual({ ok: false, detail: '302 Found' });
    expect(await ask(http('/redirect', { status: [200, 302] }))).toEqual({ ok: true, detail: '302 Found' });
  });

  test('compares the body, white space at its ends aside', async () => {
    expect((await ask(http('/well', { body: 'well' }))).ok).toBe(true);
    expect(await ask(http('/well', { body: 'other' }))).toEqual({
      ok: false,
      detail: '200 OK, but with another body',
    });
  });

  test('reads no more than 64 KiB of a body without end', async () => {
    expect(await ask(http('/endless', { body: 'x' }))).toMatchObject({ ok: false });
  });

  test('says in words what is wrong with a connection', async () => {
    const closed = await freePort();
    const refused = { ok: false, detail: 'connection refused' };
    expect(await ask({ type: 'http', component, port: closed, path: '/', status: [200] })).toEqual(refused);
    expect(await ask({ type: 'tcp', component, port: closed })).toEqual(refused);
    expect(await ask({ type: 'tcp', component, port: server.port })).toMatchObject({ ok: true });
    const babbler = await babble();
    expect(await ask({ type: 'http', component, port: babbler.port, path: '/', status: [200] })).toEqual({
      ok: false,
      detail: 'not an HTTP answer',
    });
    await babbler.stop();
  });

  test('says why a container cannot answer', async () => {
    const exited = stubRuntime([loopbackContainer('here', { state: 'exited', exitCode: 3 })]);
    expect(await ask(http('/'), exited)).toEqual({ ok: false, detail: 'the container is exited (code 3)' });
    const nowhere = stubRuntime([loopbackContainer('here', { addresses: {} })]);
    expect(await ask(http('/'), nowhere)).toEqual({ ok: false, detail: 'the container has no address' });
  });

  test('runs a command in the component’s own container', async () => {
    const seen: string[] = [];
    const exec: ContainerRuntime['exec'] = (container, command) => {
      seen.push(`${container}: ${command.join(' ')}`);
      return Promise.resolve({ exitCode: command[0] === 'true' ? 0 : 1, output: 'secret' });
    };
    const runtime = stubRuntime([loopbackContainer('inside')], exec);
    expect(await ask({ type: 'exec', component, command: ['true'] }, runtime)).toEqual({
      ok: true,
      detail: 'exit code 0',
    });
    expect(await ask({ type: 'exec', component, command: ['false'] }, runtime)).toEqual({
      ok: false,
      detail: 'exit code 1',
    });
    expect(seen).toEqual(['inside: true', 'inside: false']);
  });

  test('says no of a command that takes too long, or whose container ends', async () => {
    const failing = (code: 'app-unreachable' | 'container-exited') =>
      stubRuntime([loopbackContainer('inside')], () => Promise.reject(new DomainError(code, 'x')));
    const command: Probe = { type: 'exec', component, command: ['true'] };
    expect(await ask(command, failing('app-unreachable'))).toEqual({
      ok: false,
      detail: 'no answer within 10 s',
    });
    expect(await ask(command, failing('container-exited'))).toEqual({
      ok: false,
      detail: 'the container does not run',
    });
    const never = stubRuntime([loopbackContainer('inside')], () => new Promise(() => undefined));
    expect(await ask(command, never, 1)).toEqual({ ok: false, detail: 'no answer within 1 s' });
  });

  test.each([
    ['healthy', true, 'healthy'],
    ['starting', false, 'starting'],
    [undefined, false, 'the image has no health check'],
  ] as const)('passes the engine’s own verdict on: %s', async (health, ok, detail) => {
    const found = loopbackContainer('inside', health === undefined ? {} : { health });
    expect(await ask({ type: 'engine', component }, stubRuntime([found]))).toEqual({ ok, detail });
  });

  test('begins nothing once the engine has used up all the time there was', async () => {
    const slow = {
      ...stubRuntime([]),
      inspect: (name: string) => {
        // Keeps the process itself busy, so that the deadline's timer comes too late.
        const end = performance.now() + 30;
        while (performance.now() < end);
        return Promise.resolve(loopbackContainer(name));
      },
    };
    const command: Probe = { type: 'exec', component, command: ['true'] };
    expect(await createProber(slow).probe(command, target, 0.01)).toEqual({
      ok: false,
      detail: 'no answer within 0.01 s',
    });
  });

  test('does not blame the component for an engine that is away or hangs', async () => {
    const away = {
      ...stubRuntime([]),
      inspect: () => Promise.reject(new DomainError('engine-unreachable', 'x')),
    };
    await expect(ask(http('/'), away)).rejects.toMatchObject({ code: 'engine-unreachable' });
    const hung = { ...stubRuntime([]), inspect: () => new Promise<never>(() => undefined) };
    await expect(ask(http('/'), hung, 1)).rejects.toMatchObject({ code: 'engine-timeout' });
  });
});

const answers: RequestListener = (request, answer) => {
  if (request.url === '/well') answer.end(' well\n');
  else if (request.url === '/failing') answer.writeHead(503).end('password=hunter2');
  else if (request.url === '/redirect') answer.writeHead(302, { location: '/well' }).end();
  else if (request.url === '/endless') pour(answer);
};

function pour(answer: Parameters<RequestListener>[1]): void {
  const more = (): void => {
    while (!answer.destroyed && answer.write('x'.repeat(16_384)));
    answer.once('drain', more);
  };
  more();
}

async function listen(listener: RequestListener): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const server = createServer(listener);
  return { port: await bound(server), stop: () => stopped(server) };
}

async function babble(): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.resume().end('SSH-2.0-sample\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: portOf(server.address()),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function bound(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return portOf(server.address());
}

function stopped(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

function portOf(address: ReturnType<Server['address']>): number {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}
