import type { Response } from 'express';
import { isDomainError } from '#domain/errors.ts';
import type { Logger } from '#platform/logger.ts';
import { problemOf } from './problem.ts';
import type { JsonReply, StreamReply, StreamType } from './route.ts';
import { sseMessage } from './sse.ts';

export function sendJson(response: Response, status: number, { body, headers = {} }: JsonReply): void {
  response.status(status).set(headers).type('application/json').send(JSON.stringify(body));
}

export interface StreamTimes {
  /** Headers go out with the first chunk, or after this long: until then a failure is an answer of its own. */
  readonly headersMs?: number;
  /** A client that takes nothing for this long is cut; its last position lets it go on. */
  readonly stallMs?: number;
}

/** Writes chunks at the client's pace. A failure after the beginning is the stream's last entry. */
export async function sendStream(
  response: Response,
  { type, chunks }: StreamReply,
  { signal, correlationId }: { readonly signal: AbortSignal; readonly correlationId: string },
  logger: Logger,
  { headersMs = 2000, stallMs = 30_000 }: StreamTimes = {},
): Promise<void> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    const first = iterator.next();
    await Promise.race([first, elapsed(headersMs)]);
    response.status(200).set({ 'Content-Type': type, 'X-Accel-Buffering': 'no' }).flushHeaders();
    let next = await first;
    while (next.done !== true && !signal.aborted) {
      if (!(await write(response, next.value, stallMs))) return;
      next = await iterator.next();
    }
    response.end();
  } catch (error) {
    if (!response.headersSent) throw error;
    if (signal.aborted) return;
    if (!isDomainError(error)) logger.error({ err: error, correlationId }, 'a stream failed');
    response.end(lastEntry(error, type, correlationId));
  } finally {
    // Not awaited: a source that waits for something ends by the signal.
    void iterator.return?.()?.catch((error: unknown) => logger.debug({ err: error }, 'a stream ended late'));
    if (signal.aborted && !response.writableEnded) response.end();
  }
}

/** False when the client was cut, or is gone. */
async function write(response: Response, chunk: string, stallMs: number): Promise<boolean> {
  if (response.write(chunk)) return true;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const drained = () => resolve(true);
  const closed = () => resolve(false);
  const timer = setTimeout(() => {
    response.destroy();
    resolve(false);
  }, stallMs);
  response.once('drain', drained).once('close', closed);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    response.off('drain', drained).off('close', closed);
  }
}

async function elapsed(ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  timer.unref();
  await promise;
}

function lastEntry(error: unknown, type: StreamType, correlationId: string): string {
  const problem = problemOf(error, correlationId);
  return type === 'text/event-stream'
    ? sseMessage({ event: 'problem', data: problem })
    : `${JSON.stringify(problem)}\n`;
}
