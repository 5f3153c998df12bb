import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dockerSocket } from './client.ts';

export interface OpenedRequests {
  readonly dockerHost: string;
  /** `METHOD /path?query` of every request so far. */
  lines(): readonly string[];
  stop(): Promise<void>;
}

/** Passes everything on to the engine and remembers which URLs were asked for. */
export async function openedRequests(): Promise<OpenedRequests> {
  const folder = await mkdtemp(join(tmpdir(), 'showrunner-urls-'));
  const path = join(folder, 'docker.sock');
  const lines: string[] = [];
  const server = createServer((incoming, answer) => {
    const { method, url, headers } = incoming;
    lines.push(decodeURIComponent(`${method} ${url}`));
    const onward = request(
      { socketPath: dockerSocket, method, path: url, headers, agent: false },
      (upstream) => {
        answer.writeHead(upstream.statusCode ?? 502, upstream.headers);
        upstream.pipe(answer);
      },
    );
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    dockerHost: `unix://${path}`,
    lines: () => lines,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
