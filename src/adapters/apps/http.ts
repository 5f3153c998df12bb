import { DomainError } from '#domain/errors.ts';

export interface AppRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the application's address, with its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
}

export interface AppAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface AppCalls {
  /** How a person calls the application, for messages. */
  readonly title: string;
  /** `http://<address>:<port>`, with the URL base where there is one. */
  readonly base: string;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/**
 * One call to an application, with a deadline. Whatever means "not up yet" is `app-unreachable`; every other answer is the
 * caller's to judge. Redirects are answers: an application that has a URL base redirects what lacks it.
 */
export async function callApp(app: AppCalls, request: AppRequest): Promise<AppAnswer> {
  const signal = AbortSignal.any([app.signal, AbortSignal.timeout(app.timeoutMs)]);
  try {
    const response = await fetch(`${app.base}${request.path}`, {
      method: request.method ?? 'GET',
      headers: { ...ownHeaders, ...request.headers, ...contentType(request) },
      ...body(request),
      redirect: 'manual',
      signal,
    });
    const answer = {
      status: response.status,
      headers: response.headers,
      text: await readText(app, response),
    };
    if (startingStatus.has(answer.status)) {
      throw new DomainError('app-unreachable', `${app.title} is still starting (HTTP ${answer.status}).`);
    }
    return answer;
  } catch (error) {
    app.signal.throwIfAborted();
    throw unreachable(app, error);
  }
}

/** One connection for each call: an application that was restarted leaves dead ones behind in a pool. */
const ownHeaders = { accept: 'application/json', connection: 'close' };

/** Gateways and Jellyfin's start-up server answer so while the application itself is not there. */
const startingStatus: ReadonlySet<number> = new Set([502, 503, 504]);
const largestAnswer = 8 * 1024 * 1024;

function contentType(request: AppRequest): Record<string, string> {
  return request.json === undefined ? {} : { 'content-type': 'application/json' };
}

function body(request: AppRequest): { body?: string | URLSearchParams } {
  if (request.json !== undefined) return { body: JSON.stringify(request.json) };
  return request.form === undefined ? {} : { body: new URLSearchParams(request.form) };
}

async function readText(app: AppCalls, response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > largestAnswer) {
      throw new DomainError(
        'link-refused',
        `${app.title} answered with more than 8 MiB; that is not its API.`,
      );
    }
  }
  return text + decoder.decode();
}

function unreachable(app: AppCalls, error: unknown): unknown {
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return new DomainError(
      'app-unreachable',
      `${app.title} did not answer within ${app.timeoutMs / 1000} s.`,
    );
  }
  if (!(error instanceof TypeError)) return error;
  if (error.cause === undefined) {
    // fetch refuses a header before it sends it, and quotes it: that error holds the credential and goes no further.
    const why = 'a credential kept for it has a character that no header may have';
    return new DomainError('login-failed', `${app.title} cannot be called: ${why}.`);
  }
  // A fault of the network: its cause holds addresses, never headers or bodies.
  return new DomainError('app-unreachable', `${app.title} does not accept connections.`, { cause: error });
}
