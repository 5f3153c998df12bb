import type { ServerHttp2Stream } from 'node:http2';
import { DomainError } from '#domain/errors.ts';

const arrivalMs = 15_000;

/** All of a request's body, up to a bound. Errors: `body-too-large`; whatever ended the stream. */
export async function readBody(stream: ServerHttp2Stream, largest: number): Promise<Buffer> {
  const late = setTimeout(() => stream.close(), arrivalMs);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    const incoming: AsyncIterable<Buffer> = stream.iterator({ destroyOnReturn: false });
    for await (const chunk of incoming) {
      size += chunk.length;
      if (size > largest) throw new DomainError('body-too-large', `A body has at most ${largest} bytes.`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    clearTimeout(late);
  }
}
