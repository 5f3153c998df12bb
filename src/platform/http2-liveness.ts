import type { Http2Session } from 'node:http2';

/** Ends a connection whose other end does not answer a ping: else it would be waited on until the kernel gives up, a quarter of an hour. */
export function requireAnswer(session: Http2Session, withinMs: number): void {
  if (session.destroyed || session.closed) return;
  const silent = setTimeout(() => session.destroy(), withinMs);
  silent.unref();
  if (!session.ping(() => clearTimeout(silent))) clearTimeout(silent);
}
