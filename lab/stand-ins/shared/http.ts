import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

export interface Reply {
  readonly status: number;
  readonly type?: string;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One row of a stand-in's route table. `access` says, in its own words, who may call it. */
export interface Route<Access extends string = string> {
  readonly method: Method;
  /** With `{name}` for a parameter, as the vendors' descriptions write it. */
  readonly path: string;
  readonly access: Access;
  handle(request: Request): Reply | Promise<Reply>;
}

export interface StandIn<Access extends string = string> {
  readonly routes: readonly Route<Access>[];
  /** Answers instead of the route: a redirect, a refusal. */
  guard(request: Request, route: Route<Access> | undefined): Reply | undefined;
}

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

const largestBody = 1024 * 1024;

export const json = (value: unknown, status = 200): Reply => ({
  status,
  type: 'application/json; charset=utf-8',
  text: JSON.stringify(value),
});

export const empty = (status: number): Reply => ({ status });

export async function listen<A extends string>(
  standIn: StandIn<A>,
  port: number,
  host?: string,
): Promise<Listening> {
  const server = createServer((incoming, outgoing) => {
    answer(standIn, incoming).then(
      (reply) => send(outgoing, reply),
      (error: unknown) => {
        process.stderr.write(`[Error] ${incoming.method} ${incoming.url}: ${String(error)}\n`);
        send(outgoing, json({ message: 'Internal error of the stand-in' }, 500));
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer<A extends string>(standIn: StandIn<A>, incoming: IncomingMessage): Promise<Reply> {
  const url = new URL(incoming.url ?? '/', 'http://stand-in');
  const bytes = await readBody(incoming);
  if (bytes === undefined) return empty(413);
  const body = parseBody(bytes);
  if (body === undefined) return json({ title: 'The body is not JSON', status: 400 }, 400);
  const method = incoming.method ?? 'GET';
  const found = match(standIn.routes, method, url.pathname);
  const request: Request = {
    method,
    path: url.pathname,
    params: found?.params ?? {},
    query: url.searchParams,
    headers: incoming.headers,
    body: body.value,
  };
  const refusal = standIn.guard(request, found?.route);
  if (refusal !== undefined) return refusal;
  return found === undefined ? json({ message: 'NotFound' }, 404) : await found.route.handle(request);
}

interface Match<A extends string> {
  readonly route: Route<A>;
  readonly params: Record<string, string>;
}

/** A path without parameters wins over one with: `/indexer/schema` is not the indexer called "schema". */
function match<A extends string>(
  routes: readonly Route<A>[],
  method: string,
  path: string,
): Match<A> | undefined {
  const matches = routes.flatMap((route) => {
    const params = route.method === method ? matchPath(route.path, path) : undefined;
    return params === undefined ? [] : [{ route, params }];
  });
  return matches.toSorted((a, b) => Object.keys(a.params).length - Object.keys(b.params).length)[0];
}

function matchPath(template: string, path: string): Record<string, string> | undefined {
  const wanted = template.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined ? part.toLowerCase() !== value.toLowerCase() : value === '') return undefined;
    if (name !== undefined) params[name] = decodeURIComponent(value);
  }
  return params;
}

async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > largestBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseBody(text: string): { readonly value: unknown } | undefined {
  if (text === '') return { value: undefined };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function send(outgoing: ServerResponse, reply: Reply): void {
  const type = reply.type === undefined ? {} : { 'content-type': reply.type };
  outgoing.writeHead(reply.status, { ...type, ...reply.headers, server: 'showrunner-lab-stand-in' });
  outgoing.end(reply.text);
}
