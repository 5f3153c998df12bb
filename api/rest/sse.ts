/** One message of an event stream (WHATWG HTML, server-sent events). */
export interface SseMessage {
  readonly id?: number;
  readonly event: string;
  readonly data: unknown;
}

/** JSON has no raw line breaks, so the data is always one line. */
export function sseMessage({ id, event, data }: SseMessage): string {
  const head = id === undefined ? '' : `id: ${id}\n`;
  return `${head}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Keeps proxies from closing a silent connection, and finds out that the client is gone. */
export const sseHeartbeat = ': still here\n\n';

/** How long a client waits before it comes back, in milliseconds; the SDK backs off from there. */
export const sseRetry = 'retry: 1000\n\n';

/** Silence after which a heartbeat is sent. */
export const heartbeatMs = 15_000;
