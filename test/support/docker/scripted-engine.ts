import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface ScriptedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly body: unknown;
}

export interface ScriptedAnswer {
  readonly status: number;
  readonly json?: unknown;
}

export interface ScriptedEngine {
  readonly dockerHost: string;
  readonly requests: readonly ScriptedRequest[];
  stop(): Promise<void>;
}

/** Plays engines that this machine does not have. What the script does not answer is 500, with the request in words. */
export async function startScriptedEngine(
  script: (request: ScriptedRequest) => ScriptedAnswer | undefined,
): Promise<ScriptedEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'showrunner-engine-'));
  const path = join(folder, 'docker.sock');
  const requests: ScriptedRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    void answer(incoming.method ?? '', incoming.url ?? '', text(incoming)).then(({ status, json }) =>
      outgoing.writeHead(status).end(json === undefined ? '' : JSON.stringify(json)),
    );
  });

  async function answer(method: string, url: string, sent: Promise<string>): Promise<ScriptedAnswer> {
    const body = await sent;
    const [bare = ''] = url.split('?');
    const request = { method, path: bare, body: body === '' ? undefined : JSON.parse(body) };
    requests.push(request);
    return script(request) ?? { status: 500, json: { message: `Unplanned: ${method} ${url}` } };
  }

  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    dockerHost: `unix://${path}`,
    requests,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
