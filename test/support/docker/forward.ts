import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * Passes connections on: `node forward.ts <port> <socket>` takes them on a loopback port, such as one in another network namespace,
 * and hands them to a socket of the file system, which knows no namespaces.
 */
export function forward(listen: number | string, to: number | string): Promise<Server> {
  const server = createServer((incoming) => join(incoming, to));
  const { promise, resolve, reject } = Promise.withResolvers<Server>();
  server.once('error', reject);
  const ready = () => resolve(server);
  if (typeof listen === 'number') server.listen(listen, '127.0.0.1', ready);
  else server.listen(listen, ready);
  return promise;
}

function join(incoming: Socket, to: number | string): void {
  const outgoing = typeof to === 'number' ? connect(to, '127.0.0.1') : connect(to);
  incoming.pipe(outgoing).pipe(incoming);
  // Whichever end breaks takes the other along.
  incoming.on('error', () => outgoing.destroy());
  outgoing.on('error', () => incoming.destroy());
}

if (import.meta.main) {
  const [port, socket] = process.argv.slice(2);
  if (port === undefined || socket === undefined) throw new Error('usage: forward.ts <port> <socket>');
  await forward(Number(port), socket);
  process.stdout.write('ready\n');
}
