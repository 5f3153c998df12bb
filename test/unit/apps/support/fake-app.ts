import { vi } from 'vitest';

export interface Call {
  readonly method: string;
  /** Address, path and query. */
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers by `METHOD /path?query`; a function sees the call. */
export type Plan = Readonly<Record<string, Reply | ((call: Call) => Reply)>>;

export interface FakeApps {
  readonly calls: readonly Call[];
  /** Methods and paths of the calls, in their order. */
  paths(): readonly string[];
  /** The parsed JSON of the last call of this method and path. */
  sent(route: string): unknown;
}

/** Applications behind `fetch`, by their ports on loopback. Whatever was not planned throws. */
export function fakeApps(plans: Readonly<Record<number, Plan>>): FakeApps {
  const calls: Call[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
    init.signal?.throwIfAborted();
    const call = {
      method: init.method ?? 'GET',
      url,
      headers: new Headers(init.headers),
      body: String(init.body ?? ''),
    };
    calls.push(call);
    return respond(plans, call);
  });
  return {
    calls,
    paths: () => calls.map(routeOf),
    sent: (route) => JSON.parse(calls.findLast((call) => routeOf(call) === route)?.body ?? 'null'),
  };
}

function respond(plans: Readonly<Record<number, Plan>>, call: Call): Response {
  const planned = plans[Number(new URL(call.url).port)]?.[routeOf(call)];
  if (planned === undefined) throw new Error(`unplanned call: ${call.method} ${call.url}`);
  const reply = typeof planned === 'function' ? planned(call) : planned;
  const status = reply.status ?? 200;
  const text = reply.json === undefined ? (reply.text ?? '') : JSON.stringify(reply.json);
  return new Response(status === 204 ? null : text, {
    status,
    ...(reply.headers && { headers: reply.headers }),
  });
}

function routeOf(call: Call): string {
  const { pathname, search } = new URL(call.url);
  return `${call.method} ${pathname}${search}`;
}
