import { STATUS_CODES } from 'node:http';
import type { Probe, ProbeResult } from '#domain/health.ts';
import { get, readBody } from './exchange.ts';

type HttpProbe = Extract<Probe, { readonly type: 'http' }>;

const largestBody = 64 * 1024;

/** One request on a connection of its own. A redirect is an answer like any other. */
export async function probeHttp(host: string, probe: HttpProbe, signal: AbortSignal): Promise<ProbeResult> {
  const { port, path } = probe;
  const answer = await get(host, { port, path, headers: { accept: '*/*' } }, signal);
  try {
    const status = answer.statusCode ?? 0;
    const detail = `${status} ${STATUS_CODES[status] ?? ''}`.trim();
    if (!probe.status.includes(status)) return { ok: false, detail };
    if (probe.body === undefined) return { ok: true, detail };
    // What goes beyond the limit cannot be the body that is waited for.
    const { text } = await readBody(answer, largestBody);
    const same = text.trim() === probe.body.trim();
    return same ? { ok: true, detail } : { ok: false, detail: `${detail}, but with another body` };
  } finally {
    answer.destroy();
  }
}
