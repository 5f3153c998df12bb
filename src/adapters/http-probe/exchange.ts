import { type IncomingMessage, request } from 'node:http';

export interface HttpQuestion {
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** One request on a connection of its own; the answer's body is the caller's to read or to destroy. */
export function get(
  host: string,
  { port, path, headers: own }: HttpQuestion,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { connection: 'close', 'user-agent': 'showrunner', ...own };
    const sent = request({ host, port, path, agent: false, headers, signal }, resolve);
    sent.once('error', reject);
    sent.end();
  });
}

/** The body up to the limit, and whether that was all of it. */
export async function readBody(
  answer: IncomingMessage,
  largest: number,
): Promise<{ readonly text: string; readonly whole: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > largest) break;
  }
  return { text: Buffer.concat(chunks).subarray(0, largest).toString('utf8'), whole: size <= largest };
}
