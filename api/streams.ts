import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { dialBackSeconds } from '#contracts/streams.ts';
import { DomainError } from '#domain/errors.ts';
import { hashToken } from './middleware/token.ts';

/** Uploads that this process waits for: a host worker dials back with a token that is good for one. */
export interface StreamRegistry {
  /** Makes a token and waits for its upload. */
  expect(signal: AbortSignal): ExpectedStream;
  /** Hands an upload to whoever waits for it; false when nobody does (any more). */
  accept(token: string, upload: Readable): boolean;
}

export interface ExpectedStream {
  readonly token: string;
  /** The upload itself: reading sets its pace, and nothing is buffered beyond the socket. Error: `engine-unreachable`. */
  readonly upload: Promise<Readable>;
}

export function createStreamRegistry(waitMs = dialBackSeconds * 1000): StreamRegistry {
  const expected = new Map<string, (upload: Readable) => void>();
  return {
    expect: (signal) => {
      const token = randomBytes(32).toString('base64url');
      const key = hashToken(token);
      const { promise, resolve, reject } = Promise.withResolvers<Readable>();
      const fail = (reason: string) => reject(new DomainError('engine-unreachable', reason));
      const timer = setTimeout(() => fail('The host’s worker did not dial back in time.'), waitMs);
      const abandon = () => fail('Nobody waits for the stream any more.');
      signal.addEventListener('abort', abandon, { once: true });
      expected.set(key, resolve);
      const upload = promise.finally(() => {
        clearTimeout(timer);
        signal.removeEventListener('abort', abandon);
        expected.delete(key);
      });
      return { token, upload };
    },
    accept: (token, upload) => {
      // By its hash, so that how long the look-up takes tells nothing of the token.
      const key = hashToken(token);
      const hand = expected.get(key);
      expected.delete(key);
      hand?.(upload);
      return hand !== undefined;
    },
  };
}
