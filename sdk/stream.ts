import { type EventSourceMessage, EventSourceParserStream } from 'eventsource-parser/stream';
import { chunksOf } from './chunks.ts';
import { ApiError, errorOf } from './errors.ts';
import { createRetry } from './retry.ts';
import { apiUrl, type ClientOptions, headersOf } from './transport.ts';

export interface StreamOptions {
  /** Ends the stream. */
  readonly signal?: AbortSignal;
  /** Position after which to go on. */
  readonly after?: number;
  /** Told before each new try, with what went wrong and the pause before it. */
  readonly onTrouble?: (error: ApiError, pauseMs: number) => void;
  /** Without an answer for this long, the stream fails with the last error. 2 minutes where nothing is said. */
  readonly giveUpMs?: number;
}

/** The server sends a heartbeat every 15 s: a connection that is silent for so long is dead. */
const silenceMs = 45_000;

/**
 * Messages of a server-sent event stream, over as many connections as it takes: after a break it goes on behind the last
 * position, and what was received before is skipped. It ends when the reader has enough; what the API refuses is thrown.
 */
export async function* readStream(
  client: ClientOptions,
  path: string,
  options: StreamOptions,
): AsyncGenerator<EventSourceMessage, void> {
  const retry = createRetry(client.url, options);
  let position = options.after;
  while (!options.signal?.aborted) {
    const connection = connect(client, path, position, options.signal, retry.reset);
    let failure: unknown;
    try {
      for await (const message of connection) {
        const before = position;
        position = Math.max(position ?? 0, positionOf(message));
        if (isNew(message, before)) yield message;
      }
    } catch (error) {
      failure = error;
    }
    await retry.pause(failure);
  }
}

export function positionOf({ id }: EventSourceMessage): number {
  const position = Number(id);
  return Number.isFinite(position) ? position : 0;
}

/** A snapshot is always worth its reader's while; an event only once. */
function isNew(message: EventSourceMessage, position: number | undefined): boolean {
  return message.event === 'snapshot' || position === undefined || positionOf(message) > position;
}

/** One connection. Ends with it; a break is an error. */
async function* connect(
  client: ClientOptions,
  path: string,
  position: number | undefined,
  signal: AbortSignal | undefined,
  onOpen: () => void,
): AsyncGenerator<EventSourceMessage, void> {
  const watch = createWatch();
  const fetch = client.fetch ?? globalThis.fetch;
  try {
    const response = await fetch(`${apiUrl(client)}${path}`, {
      headers: {
        ...headersOf(client),
        Accept: 'text/event-stream',
        ...(position === undefined ? {} : { 'Last-Event-ID': String(position) }),
      },
      signal: signal === undefined ? watch.signal : AbortSignal.any([watch.signal, signal]),
    });
    if (!response.ok || response.body === null) throw await errorOf(response);
    onOpen();
    const text: ReadableStream<string> = response.body.pipeThrough(new TextDecoderStream());
    const seen = text.pipeThrough(new TransformStream({ transform: watch.pass }));
    for await (const message of chunksOf(seen.pipeThrough(new EventSourceParserStream()))) {
      if (message.event === 'problem') throw new ApiError(JSON.parse(message.data));
      yield message;
    }
  } finally {
    // The reader may have left in the middle: the connection must not stay open behind it.
    watch.stop();
  }
}

/** Aborts a connection that is silent for too long, or that is no longer read. */
function createWatch() {
  const controller = new AbortController();
  const silent = () => controller.abort(new Error('The stream fell silent.'));
  let timer = setTimeout(silent, silenceMs);
  return {
    signal: controller.signal,
    pass: (chunk: string, out: TransformStreamDefaultController<string>) => {
      clearTimeout(timer);
      timer = setTimeout(silent, silenceMs);
      out.enqueue(chunk);
    },
    stop: () => {
      clearTimeout(timer);
      controller.abort(new Error('The stream is no longer read.'));
    },
  };
}
