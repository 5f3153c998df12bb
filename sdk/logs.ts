import { chunksOf } from './chunks.ts';
import { ApiError, errorOf, unreachable } from './errors.ts';
import type { LogLine, operations, Problem } from './generated/schema.ts';
import { apiUrl, type ClientOptions, headersOf } from './transport.ts';

export type LogOptions = NonNullable<operations['getServiceLogs']['parameters']['query']> & {
  readonly signal?: AbortSignal;
};

/** A service's log lines. A break is an error: lines have no position from which to go on without gap or repeat. */
export async function* readLogs(
  client: ClientOptions,
  id: string,
  { signal, ...query }: LogOptions,
): AsyncGenerator<LogLine, void> {
  const fetch = client.fetch ?? globalThis.fetch;
  const left = new AbortController();
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) parameters.set(name, String(value));
  const response = await fetch(`${apiUrl(client)}/services/${encodeURIComponent(id)}/logs?${parameters}`, {
    headers: { ...headersOf(client), Accept: 'application/x-ndjson' },
    signal: signal === undefined ? left.signal : AbortSignal.any([signal, left.signal]),
  }).catch((error: unknown) => {
    throw signal?.aborted === true ? error : unreachable(client.url, error);
  });
  try {
    if (!response.ok || response.body === null) throw await errorOf(response);
    for await (const text of linesOf(response.body)) yield parseLine(text);
  } finally {
    left.abort();
  }
}

/** A failure after the beginning comes as the last line. */
function parseLine(text: string): LogLine {
  const entry = JSON.parse(text) as LogLine | Problem;
  if ('code' in entry) throw new ApiError(entry);
  return entry;
}

async function* linesOf(body: NonNullable<Response['body']>): AsyncGenerator<string, void> {
  let rest = '';
  const text: ReadableStream<string> = body.pipeThrough(new TextDecoderStream());
  for await (const chunk of chunksOf(text)) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
