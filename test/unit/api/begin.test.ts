import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { begin } from '#api/middleware/begin.ts';
import { createLogger } from '#platform/logger.ts';

/** Longer than a busy machine lets a process wait for its turn. */
const restMs = 750;
const server = createServer(
  { requestTimeout: 0 },
  express()
    .use(
      begin({
        logger: createLogger({ name: 'api', level: 'silent' }),
        checkHost: () => undefined,
        closing: new AbortController().signal,
        restMs,
      }),
    )
    .use((_request, response) => void response.status(401).end()),
);
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
});

it('a client that never ends the body of an answered request loses its connection', async () => {
  const socket = await send('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{');
  await once(socket, 'data');
  await once(socket, 'close', { signal: AbortSignal.timeout(15_000) });
});

it('a client that ends it in time keeps its connection', async () => {
  const socket = await send('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{');
  await once(socket, 'data');
  socket.write('}');
  const idle = once(socket, 'close', { signal: AbortSignal.timeout(2 * restMs) });
  await expect(idle).rejects.toThrow('aborted');
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toContain('401');
  socket.destroy();
});

async function send(text: string): Promise<Socket> {
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}
