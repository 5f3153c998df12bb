import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { constants, type ServerHttp2Stream } from 'node:http2';
import { pipeline } from 'node:stream/promises';
import { DomainError } from '#domain/errors.ts';

const connectMs = 5000;

/**
 * Passes an upload on to the API, at the pace at which somebody reads there. Only the token is the host's: address and path are ours.
 * Where nobody reads (any more) the host's request is ended early, which says so. Error: `not-found` for what is no token.
 */
export async function passUpload(
  stream: ServerHttp2Stream,
  streamsUrl: string,
  token: string,
): Promise<void> {
  if (!/^[A-Za-z0-9_-]{20,100}$/.test(token))
    throw new DomainError('not-found', 'That is no upload’s token.');
  const gone = new AbortController();
  stream.once('close', () => gone.abort());
  const call = httpRequest(`${streamsUrl}/${token}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    signal: gone.signal,
  });
  const slow = setTimeout(() => call.destroy(), connectMs);
  call.once('socket', (socket) => socket.once('connect', () => clearTimeout(slow)));
  try {
    const answered = once(call, 'response', { signal: gone.signal });
    const sent = pipeline(stream, call, { end: true });
    sent.catch(() => undefined);
    // An answer before the end says that the rest is not wanted.
    const [response]: IncomingMessage[] = await answered;
    response?.resume();
    if (!stream.destroyed) stream.respond({ ':status': response?.statusCode ?? 502 }, { endStream: true });
  } catch {
    // The API's end of it is gone, or the host's: there is nobody left who could be told more than that it is over.
  } finally {
    clearTimeout(slow);
    // Cancelling is what ends the host's sending; an answer has gone out before it, where there was one.
    stream.close(stream.readableEnded ? constants.NGHTTP2_NO_ERROR : constants.NGHTTP2_CANCEL);
    call.destroy();
  }
}
