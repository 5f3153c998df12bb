import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './wait-for.ts';

/** What goes wrong with the registry behind; may be changed at any time. */
export interface RegistryFaults {
  /** Blobs come at this rate. */
  bytesPerSecond?: number;
  /** Blobs come with one byte changed. */
  corrupt?: boolean;
  /** Blobs are begun and never go on. */
  stall?: boolean;
  /** Every request is answered with this status. */
  status?: number;
}

export interface RegistryProxy {
  readonly address: string;
  readonly faults: RegistryFaults;
  /** Blob transfers under way. */
  transfers(): number;
  /** No fault any more, and no transfer under way. */
  heal(): void;
  stop(): Promise<void>;
}

/** Stands between the engine and a registry and injects faults. */
export async function startRegistryProxy(registryPort: number): Promise<RegistryProxy> {
  const port = await freePort();
  const faults: RegistryFaults = {};
  const under = new Set<ServerResponse>();
  const server = createServer((incoming, answer) => {
    if (faults.status !== undefined) {
      answer.writeHead(faults.status).end('{"errors":[{"code":"DENIED","message":"not for you"}]}');
      return;
    }
    const { method, url, headers } = incoming;
    const onward = request({
      host: '127.0.0.1',
      port: registryPort,
      method,
      path: url,
      headers,
      agent: false,
    });
    onward.on('error', () => answer.destroy());
    onward.on('response', (upstream) => {
      answer.writeHead(upstream.statusCode ?? 502, upstream.headers);
      if (!isBlob(incoming)) {
        upstream.pipe(answer);
        return;
      }
      under.add(answer);
      answer.once('close', () => under.delete(answer));
      pass(upstream, answer, faults).catch(() => answer.destroy());
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${port}`,
    faults,
    transfers: () => under.size,
    heal() {
      for (const fault of ['bytesPerSecond', 'corrupt', 'stall', 'status'] as const) delete faults[fault];
      for (const answer of under) answer.destroy();
      under.clear();
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function isBlob({ method, url = '' }: IncomingMessage): boolean {
  return method === 'GET' && url.includes('/blobs/sha256');
}

async function pass(
  upstream: IncomingMessage,
  answer: ServerResponse,
  faults: RegistryFaults,
): Promise<void> {
  async function* spoil(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const bytes of chunks) {
      if (faults.corrupt === true) bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 0xff;
      yield bytes;
      if (faults.stall === true) await once(answer, 'close');
      if (faults.bytesPerSecond !== undefined) await pause((bytes.length / faults.bytesPerSecond) * 1000);
    }
  }
  await pipeline(upstream, spoil, answer);
}
