import { get, type RequestOptions } from 'node:http';
import { hasCode } from '#platform/files.ts';

export type Ping =
  | { readonly ok: true; readonly apiVersion: string }
  | { readonly ok: false; readonly reason: string };

/** Asks an engine whether it serves: `unix:///path`, `tcp://host:port` or `http://host:port`. */
export async function pingEngine(address: string, timeoutMs = 3000): Promise<Ping> {
  const target = requestTarget(address);
  if (typeof target === 'string') return { ok: false, reason: target };
  const { promise, resolve } = Promise.withResolvers<Ping>();
  const request = get({ ...target, path: '/_ping', agent: false, timeout: timeoutMs }, (response) => {
    response.resume();
    const apiVersion = response.headers['api-version'];
    if (response.statusCode === 200 && typeof apiVersion === 'string') resolve({ ok: true, apiVersion });
    else
      resolve({ ok: false, reason: `it answers ${response.statusCode}, which is no Docker engine's answer` });
  });
  request.once('timeout', () => resolve({ ok: false, reason: `no answer within ${timeoutMs / 1000} s` }));
  request.once('error', (error) => resolve({ ok: false, reason: reasonOf(error) }));
  return promise.finally(() => request.destroy());
}

/** How to reach it over HTTP, or why that is not possible. */
export function requestTarget(address: string): RequestOptions | string {
  const socketPath = /^unix:\/\/(\/.+)$/.exec(address)?.[1];
  if (socketPath !== undefined) return { socketPath };
  const url = URL.parse(address.replace(/^tcp:/, 'http:'));
  if (url === null || url.hostname === '') return 'it is no address';
  if (url.protocol !== 'http:') return `${url.protocol}// is not supported; use a unix or a tcp address`;
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? 2375 : Number(url.port) };
}

function reasonOf(error: Error): string {
  if (hasCode(error, 'ENOENT')) return 'there is no such socket';
  if (hasCode(error, 'ECONNREFUSED')) return 'nothing listens there';
  if (hasCode(error, 'EACCES')) return 'this user may not use the socket';
  return error.message;
}
