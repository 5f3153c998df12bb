import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dockerSocket } from './client.ts';

/** Stands before the engine's socket and plays an engine that is away, frozen, or killed in the middle of an answer. */
export interface SocketProxy {
  /** For `dockerHost`. */
  readonly dockerHost: string;
  /** Passes everything on again. */
  heal(): Promise<void>;
  /** The socket's file is gone: ENOENT. */
  leave(): Promise<void>;
  /** Connections are accepted, and never answered. */
  freeze(): void;
  /** Every answer is cut after that many bytes. */
  cutAfter(bytes: number): void;
  /** Cuts the connections that are open now. */
  cutNow(): void;
  open(): number;
  stop(): Promise<void>;
}

type Mode =
  | { readonly type: 'pass' }
  | { readonly type: 'freeze' }
  | { readonly type: 'cut'; readonly bytes: number };

export async function startSocketProxy(): Promise<SocketProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'showrunner-socket-'));
  const path = join(folder, 'docker.sock');
  const clients = new Set<Socket>();
  let mode: Mode = { type: 'pass' };
  const accept = (client: Socket): void => {
    clients.add(client);
    client.once('close', () => clients.delete(client));
    client.on('error', () => client.destroy());
    // Read and thrown away: a socket that is not read does not notice that its peer has gone.
    if (mode.type === 'freeze') client.resume();
    else bridge(client, mode.type === 'cut' ? mode.bytes : Number.POSITIVE_INFINITY);
  };
  const cutNow = (): void => {
    for (const client of clients) client.destroy();
  };
  let server: Server | undefined = await listen(path, accept);

  async function leave(): Promise<void> {
    cutNow();
    await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
    server = undefined;
  }

  return {
    dockerHost: `unix://${path}`,
    async heal() {
      mode = { type: 'pass' };
      server ??= await listen(path, accept);
    },
    leave,
    freeze: () => {
      mode = { type: 'freeze' };
    },
    cutAfter: (bytes) => {
      mode = { type: 'cut', bytes };
    },
    cutNow,
    open: () => clients.size,
    async stop() {
      await leave();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function listen(path: string, accept: (client: Socket) => void): Promise<Server> {
  const server = createServer(accept);
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return server;
}

function bridge(client: Socket, limit: number): void {
  const engine = connect(dockerSocket);
  let left = limit;
  client.pipe(engine);
  engine.on('data', (chunk: Buffer) => {
    client.write(chunk.subarray(0, left));
    left -= chunk.length;
    if (left <= 0) client.end(() => client.destroy());
  });
  engine.once('close', () => client.destroy());
  engine.on('error', () => client.destroy());
  client.once('close', () => engine.destroy());
}
