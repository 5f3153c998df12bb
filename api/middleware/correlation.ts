import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export const correlationHeader = 'X-Correlation-Id';

/** What ties a request to its last event: the caller's own id, the trace it belongs to, or a new one. */
export function correlationIdOf(headers: IncomingHttpHeaders): string {
  const given = headers['x-correlation-id'];
  if (typeof given === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(given)) return given;
  const { traceparent } = headers;
  const trace = typeof traceparent === 'string' ? traceForm.exec(traceparent)?.[1] : undefined;
  return trace ?? randomUUID();
}

/** W3C Trace Context; a trace id of zeros is none. */
const traceForm = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/;
