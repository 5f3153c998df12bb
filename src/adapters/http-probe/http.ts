import { type IncomingMessage, request, STATUS_CODES } from 'node:http';
import type { Probe, ProbeResult } from '#domain/health.ts';

type HttpProbe = Extract<Probe, { readonly type: 'http' }>;

const largestBody = 64 * 1024;

/** One request on a connection of its own. A redirect is an answer like any other. */
export async function probeHttp(host: string, probe: HttpProbe, signal: AbortSignal): Promise<ProbeResult> {
  const answer = await get(host, probe, signal);
  try {
    const status = answer.statusCode ?? 0;
    const detail = `${status} ${STATUS_CODES[status] ?? ''}`.trim();
    if (!probe.status.includes(status)) return { ok: false, detail };
    if (probe.body === undefined) return { ok: true, detail };
    const same = (await readBody(answer)).trim() === probe.body.trim();
    return same ? { ok: true, detail } : { ok: false, detail: `${detail}, but with another body` };
  } finally {
    answer.destroy();
  }
}

function get(host: string, { port, path }: HttpProbe, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { accept: '*/*', connection: 'close', 'user-agent': 'showrunner' };
    const sent = request({ host, port, path, agent: false, headers, signal }, resolve);
    sent.once('error', reject);
    sent.end();
  });
}

/** What goes beyond the limit cannot be the body that is waited for. */
async function readBody(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > largestBody) break;
  }
  return Buffer.concat(chunks).subarray(0, largestBody).toString('utf8');
}
