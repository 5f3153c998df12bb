import { expect } from 'vitest';
import { type Listening, listen, type Route, type StandIn } from '#lab/stand-ins/shared/http.ts';
import type { Description } from './openapi.ts';

/** A status that the vendor's program answers with although its description does not say so. */
export interface Undeclared {
  readonly route?: string;
  readonly status: number;
  readonly because: string;
}

export interface CallOptions {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

/** What of an answer a test compares. */
export function failuresIn({ status, body }: Answer) {
  return { status, body };
}

export interface Driver extends AsyncDisposable {
  readonly address: string;
  readonly port: number;
  /** Calls a route by its template, and checks the answer against the vendor's description. */
  call(method: Route['method'], path: string, options?: CallOptions): Promise<Answer>;
  /** Routes that no call has yet had a success from. */
  uncovered(): readonly string[];
}

/** Starts the stand-in on a free loopback port and drives it under the eyes of the vendor's description. */
export async function drive<A extends string>(
  standIn: StandIn<A>,
  headers: Readonly<Record<string, string>>,
  contract?: {
    readonly description: Description;
    readonly undeclared: readonly Undeclared[];
    readonly unlisted: readonly string[];
  },
): Promise<Driver> {
  const server: Listening = await listen(standIn, 0, '127.0.0.1');
  const address = `http://127.0.0.1:${server.port}`;
  const covered = new Set<string>();
  return {
    address,
    port: server.port,
    async call(method, path, options = {}) {
      const answer = await request(address, method, path, {
        ...options,
        headers: { ...headers, ...options.headers },
      });
      const route = `${method} ${path}`;
      if (answer.status < 400) covered.add(route);
      if (contract !== undefined && !contract.unlisted.includes(route)) check(contract, method, path, answer);
      return answer;
    },
    uncovered: () =>
      standIn.routes.map((route) => `${route.method} ${route.path}`).filter((route) => !covered.has(route)),
    async [Symbol.asyncDispose]() {
      await server.close();
    },
  };
}

export async function request(
  address: string,
  method: string,
  path: string,
  options: CallOptions = {},
): Promise<Answer> {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => String(options.params?.[name]));
  const url = new URL(`${address}${filled}`);
  for (const [name, value] of Object.entries(options.query ?? {})) url.searchParams.append(name, value);
  const hasBody = options.body !== undefined;
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      // While a description is read nothing else goes on here: an idle connection would be closed just as it is used again.
      connection: 'close',
      ...(hasBody ? { 'content-type': 'application/json' } : {}),
      ...options.headers,
    },
    ...(hasBody ? { body: JSON.stringify(options.body) } : {}),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true && text !== '';
  return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
}

function check(
  contract: { readonly description: Description; readonly undeclared: readonly Undeclared[] },
  method: string,
  path: string,
  answer: Answer,
): void {
  const route = `${method} ${path}`;
  const declared = contract.description.statusesOf(method, path);
  expect(declared, `${route} is in the vendor's description`).toBeDefined();
  const exception = contract.undeclared.find(
    (entry) => entry.status === answer.status && (entry.route ?? route) === route,
  );
  if (exception === undefined)
    expect(declared, `${route} declares ${answer.status}`).toContain(answer.status);
  if (answer.status >= 300 || answer.body === '') return;
  expect(contract.description.faultsOf(method, path, answer.body), `body of ${route}`).toEqual([]);
}
