import createFetchClient, { type Client } from 'openapi-fetch';
import { ApiError, errorOf, unreachable } from './errors.ts';
import type { paths } from './generated/schema.ts';

export interface ClientOptions {
  /** Where the API is, such as `http://127.0.0.1:8484`. */
  readonly url: string;
  readonly token: string;
  /** Ties all requests of one command together, to the last event that they cause. */
  readonly correlationId?: string;
  readonly fetch?: typeof globalThis.fetch;
  /** How long an answer may take; streams are not meant. 60 s where nothing is said. */
  readonly timeoutMs?: number;
}

export type Http = Client<paths>;

/** Typed requests whose failures are `ApiError`s. */
export function createHttp(options: ClientOptions): Http {
  const { fetch = globalThis.fetch, timeoutMs = 60_000 } = options;
  return createFetchClient<paths>({
    baseUrl: apiUrl(options),
    headers: headersOf(options),
    fetch: async (request) => {
      const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]);
      const response = await fetch(request, { signal }).catch((error: unknown) => {
        throw request.signal.aborted ? error : unreachable(options.url, error);
      });
      if (!response.ok) throw await errorOf(response);
      return response;
    },
  });
}

export function apiUrl({ url }: ClientOptions): string {
  return `${url.replace(/\/+$/, '')}/api/v1`;
}

export function headersOf({ token, correlationId }: ClientOptions): Record<string, string> {
  return {
    Authorization: `Bearer ${token}`,
    ...(correlationId === undefined ? {} : { 'X-Correlation-Id': correlationId }),
  };
}

/** The body of an answer; every failure was thrown before. */
export async function bodyOf<Body>(
  answer: Promise<{ readonly data?: Body; readonly response: Response }>,
): Promise<Body> {
  const { data, response } = await answer;
  if (data !== undefined) return data;
  throw new ApiError({ status: response.status, code: 'not-the-api', detail: 'The answer has no body.' });
}
