import { finished } from 'node:stream/promises';
import type { RequestHandler } from 'express';
import { internalStreamsPath } from '#contracts/streams.ts';
import { DomainError } from '#domain/errors.ts';
import { TransportError } from './errors.ts';
import { stateOf } from './middleware/request-state.ts';
import type { StreamRegistry } from './streams.ts';

/**
 * Takes an upload that this process asked for. The token is the authorisation: 256 random bits, good once, for seconds. 204 says
 * that all of it was read; a connection that ends earlier says that nobody reads any more.
 */
export function acceptUpload(streams: StreamRegistry): RequestHandler<{ token: string }> {
  return async (request, response) => {
    stateOf(request).route = `${internalStreamsPath}/{token}`;
    if (request.is('application/x-ndjson') !== 'application/x-ndjson') {
      throw new TransportError('unsupported-media-type', 'An upload is application/x-ndjson.');
    }
    if (!streams.accept(request.params.token, request)) {
      throw new DomainError('not-found', 'Nobody waits for an upload under that token.');
    }
    try {
      await finished(request, { signal: stateOf(request).signal });
    } catch {
      // Whoever reads it has had enough, or the worker is gone: the reader knows which.
      response.destroy();
      return;
    }
    response.status(204).end();
  };
}
