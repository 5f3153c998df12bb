import { z } from 'zod';

/** An answer's status, or why there was none. Neither holds the address. */
export type PostReply =
  | { readonly status: number; readonly retryAfterMilliseconds?: number }
  | { readonly failure: string };

const timeoutMilliseconds = 10_000;
/** Whoever asks for more is asked again after this long all the same. */
const longestPause = 3_600_000;

/**
 * Posts JSON to an address that somebody entered. One connection, one deadline, no redirect followed; of the answer only status
 * and `Retry-After` are used, and its body is not read, however long it may be.
 */
export async function postJson(
  address: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<PostReply> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { ...ownHeaders, ...headers },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    await response.body?.cancel();
    return { status: response.status, ...retryAfter(response.headers.get('retry-after')) };
  } catch (error) {
    return { failure: reasonOf(error) };
  }
}

const ownHeaders = { 'content-type': 'application/json', 'user-agent': 'showrunner', connection: 'close' };

/** Seconds, or a date (RFC 9110, 10.2.3). */
function retryAfter(value: string | null): { readonly retryAfterMilliseconds?: number } {
  if (value === null) return {};
  const milliseconds = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  if (Number.isNaN(milliseconds)) return {};
  return { retryAfterMilliseconds: Math.min(Math.max(milliseconds, 0), longestPause) };
}

/** fetch hides the network's error in the cause, whose message holds the address; its code does not. */
function reasonOf(error: unknown): string {
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return `no answer within ${timeoutMilliseconds / 1000} s`;
  }
  const { data } = networkError.safeParse(error);
  return data === undefined ? 'the request failed' : `the connection failed (${data.cause.code})`;
}

const networkError = z.object({ cause: z.object({ code: z.string().max(60) }) });
