import { constants, type ServerHttp2Stream } from 'node:http2';
import { DomainError } from '#domain/errors.ts';
import type { HostId } from '#domain/ids.ts';
import type { Budget } from './budget.ts';

const lingerMs = 2000;

export interface Bodies {
  /** All of a request's body, up to a bound. Errors: `body-too-large`; whatever ended the stream. */
  read(stream: ServerHttp2Stream, host: HostId | undefined, largest: number): Promise<Buffer>;
}

/** A body that has not come whole after `arrivalMs` ends its request. */
export function createBodies(arrivalMs: number, budget: Budget): Bodies {
  return {
    read: (stream, host, largest) => {
      const hold = (bytes: number) => budget.hold(stream, host, bytes);
      return readBody(stream, { largest, arrivalMs, hold });
    },
  };
}

interface Reading {
  readonly largest: number;
  readonly arrivalMs: number;
  readonly hold: (bytes: number) => void;
}

async function readBody(stream: ServerHttp2Stream, { largest, arrivalMs, hold }: Reading): Promise<Buffer> {
  const late = setTimeout(() => stream.close(), arrivalMs);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    const incoming: AsyncIterable<Buffer> = stream.iterator({ destroyOnReturn: false });
    for await (const chunk of incoming) {
      size += chunk.length;
      if (size > largest) throw new DomainError('body-too-large', `A body has at most ${largest} bytes.`);
      hold(chunk.length);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    clearTimeout(late);
  }
}

/**
 * After an answer that did not wait for the whole body. What is still under way is let through for a moment, or its sender might never
 * read the answer; one that goes on sending is cut off.
 */
export function endUnread(stream: ServerHttp2Stream): void {
  if (stream.destroyed || stream.readableEnded) return;
  stream.resume();
  const late = setTimeout(() => stream.close(constants.NGHTTP2_CANCEL), lingerMs);
  late.unref();
  stream.once('close', () => clearTimeout(late));
}
