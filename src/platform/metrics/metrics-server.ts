import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import type { MetricsPage } from './metrics.ts';

export interface MetricsServerOptions {
  readonly host: string;
  /** 0 for one that is free. */
  readonly port: number;
  readonly read: () => Promise<MetricsPage>;
  readonly onFailure: (error: unknown) => void;
}

export interface MetricsServer {
  /** `host:port`. */
  readonly address: string;
  close(): Promise<void>;
}

/** `GET /metrics` and nothing else. Without a token: who reaches this machine's loopback interface may read it (decision 50). */
export async function startMetricsServer(options: MetricsServerOptions): Promise<MetricsServer> {
  const { host } = options;
  const server = createServer({ headersTimeout: 5000, requestTimeout: 10_000 }, (request, response) => {
    answer(request, response, options).catch((error: unknown) => {
      options.onFailure(error);
      end(response, 500, 'The metrics could not be read.');
    });
  });
  server.listen({ host, port: options.port });
  await once(server, 'listening');
  // Metrics must never keep a process from ending.
  server.unref();
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : options.port;
  return {
    address: `${host.includes(':') ? `[${host}]` : host}:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  { method, url, headers }: IncomingMessage,
  response: ServerResponse,
  { host, read }: MetricsServerOptions,
): Promise<void> {
  if (isLoopback(host) && !isOwnName(headers.host)) end(response, 421, 'Ask under an address.');
  else if (url?.split('?')[0] !== '/metrics') end(response, 404, 'There is only /metrics.');
  else if (method !== 'GET') end(response, 405, 'There is only GET.');
  else {
    const { contentType, text } = await read();
    end(response, 200, text, contentType);
  }
}

function end(response: ServerResponse, status: number, text: string, type = 'text/plain; charset=utf-8') {
  if (!response.headersSent) response.writeHead(status, { 'content-type': type });
  response.end(text);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** A web page that has its own name resolve to loopback (DNS rebinding) comes with that name. */
function isOwnName(host = ''): boolean {
  const name = /^\[([^\]]+)\]|^([^:]+)/.exec(host);
  const bare = name?.[1] ?? name?.[2] ?? '';
  return bare === 'localhost' || isIP(bare) !== 0;
}
