import { EventSourceParserStream } from 'eventsource-parser/stream';
import { token } from './api.ts';

export interface Message {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

export interface OpenStream {
  readonly response: Response;
  /** The next message; undefined at the end. */
  next(): Promise<Message | undefined>;
  /** Messages until one fits, that one included. */
  until(fits: (message: Message) => boolean): Promise<readonly Message[]>;
  close(): void;
}

/** Opens an event stream as any client would, without the SDK. */
export async function openStream(
  url: string,
  headers: Record<string, string> = {},
  init: RequestInit = {},
): Promise<OpenStream> {
  const left = new AbortController();
  const response = await fetch(url, {
    ...init,
    headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream', ...headers },
    signal: AbortSignal.any([left.signal, AbortSignal.timeout(15_000)]),
  });
  const text: ReadableStream<string> | undefined = response.body?.pipeThrough(new TextDecoderStream());
  const reader = text?.pipeThrough(new EventSourceParserStream()).getReader();
  const next = async (): Promise<Message | undefined> => {
    const { value } = (await reader?.read()) ?? {};
    if (value === undefined) return undefined;
    return {
      id: value.id,
      event: value.event ?? 'message',
      data: value.data === '' ? {} : JSON.parse(value.data),
    };
  };
  return {
    response,
    next,
    until: async (fits) => {
      const seen: Message[] = [];
      for (let message = await next(); message !== undefined; message = await next()) {
        seen.push(message);
        if (fits(message)) break;
      }
      return seen;
    },
    close: () => left.abort(),
  };
}
