import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';

export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

/** Answers a request, or writes the answer itself and returns nothing. */
export type Handler = (
  request: FakeRequest,
  response: ServerResponse,
) => Answer | Promise<Answer> | undefined;
export type Answer = { readonly status?: number; readonly body: unknown } | undefined;

export interface FakeApi extends AsyncDisposable {
  readonly port: number;
  readonly requests: readonly FakeRequest[];
}

/** An API that knows what it is told, by `GET /services`; a request that was not planned fails the test. */
export async function startFakeApi(handlers: Readonly<Record<string, Handler>>): Promise<FakeApi> {
  const requests: FakeRequest[] = [];
  const unplanned: string[] = [];
  const server = createServer(async (incoming, response) => {
    const request = await readRequest(incoming);
    requests.push(request);
    const name = `${request.method} ${request.path}`;
    const handler = handlers[name];
    if (handler === undefined) unplanned.push(name);
    const answer = handler === undefined ? unplannedAnswer(name) : await handler(request, response);
    if (answer !== undefined) send(response, answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      expect(unplanned, 'requests that were not planned').toEqual([]);
    },
  };
}

export function problem(
  status: number,
  code: string,
  detail: string,
  more: object = {},
): { readonly status: number; readonly body: unknown } {
  const type = `urn:showrunner:error:${code}`;
  const body = { type, title: code, status, code, detail, remedy: 'Do better.', correlationId: 'c', ...more };
  return { status, body };
}

/** Begins an event stream; each message is written as it comes. */
export function beginStream(response: ServerResponse): (id: number, event: string, data: unknown) => void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  response.flushHeaders();
  return (id, event, data) =>
    void response.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

async function readRequest(incoming: IncomingMessage): Promise<FakeRequest> {
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://fake');
  const body = await text(incoming);
  return {
    method: incoming.method ?? '',
    path: pathname.replace(/^\/api\/v1/, ''),
    query: Object.fromEntries(searchParams),
    headers: incoming.headers,
    body: body === '' ? undefined : JSON.parse(body),
  };
}

function send(response: ServerResponse, { status = 200, body }: NonNullable<Answer>): void {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  response.writeHead(status, { 'Content-Type': type }).end(JSON.stringify(body));
}

function unplannedAnswer(name: string): Answer {
  return problem(500, 'internal', `${name} was not planned.`);
}
