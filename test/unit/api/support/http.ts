import { z } from 'zod';
import { expectDocumented } from './documented.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body, or undefined where it is no JSON. */
  readonly body: unknown;
}

export type Send = (
  method: string,
  path: string,
  options?: {
    readonly body?: unknown;
    readonly raw?: string;
    readonly headers?: Record<string, string>;
    readonly anonymous?: boolean;
  },
) => Promise<Answer>;

/** Sends a request with the token, and reads the whole answer. */
export function sendTo(url: string, token: string): Send {
  return async (method, path, { body, raw, headers = {}, anonymous = false } = {}) => {
    const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(anonymous ? {} : { authorization: `Bearer ${token}` }),
        ...(content === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(content === undefined ? {} : { body: content }),
      signal: AbortSignal.timeout(15_000),
    });
    const text = await response.text();
    const parsed = parseJson(text);
    const { status } = response;
    const type = response.headers.get('content-type') ?? '';
    if (method !== 'HEAD') expectDocumented(method, path, { status, type, body: parsed });
    return { status, headers: response.headers, text, body: parsed };
  };
}

const problem = z.object({
  status: z.number(),
  code: z.string(),
  title: z.string(),
  detail: z.string(),
  remedy: z.string(),
  correlationId: z.string(),
  faults: z.array(z.object({ field: z.string(), reason: z.string() })).optional(),
  data: z.record(z.string(), z.unknown()).optional(),
});

/** The problem document of an answer; it must be one. */
export function problemOf(answer: Answer): z.infer<typeof problem> {
  return problem.parse(answer.body);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
