import type { Server } from 'node:http';
import type { Socket } from 'node:net';

const closeMs = 3000;

/**
 * A way to close the server: idle connections go at once, the others when their answer is sent, and all of them after a while.
 * Node does not count as idle a connection that has not brought a request yet, such as a browser opens in advance.
 */
export function closerOf(http: Server): () => Promise<void> {
  const unused = new Set<Socket>();
  http.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  http.on('request', ({ socket }) => unused.delete(socket));
  http.on('upgrade', ({ socket }) => unused.delete(socket));
  return async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    http.close(() => resolve());
    http.closeIdleConnections();
    for (const socket of unused) socket.destroy();
    const timer = setTimeout(() => http.closeAllConnections(), closeMs);
    await promise;
    clearTimeout(timer);
  };
}
