import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Answer = (response: ServerResponse) => unknown;

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;

/** A receiver of webhooks on loopback: keeps what it got, and answers as it is told; 204 where it is told nothing. */
export async function startReceiver() {
  const received: Received[] = [];
  const answers: Answer[] = [];
  let always: Answer = (response) => response.writeHead(204).end();
  const server = createServer((request, response) => {
    const take = async () => {
      const body = await text(request);
      received.push({ path: request.url ?? '', headers: request.headers, body });
      (answers.shift() ?? always)(response);
    };
    take().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    received,
    /** Answers of the next requests, one each. */
    answerNext: (...next: readonly Answer[]): void => void answers.push(...next),
    answerAlways: (answer: Answer): void => {
      always = answer;
    },
    stop: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function status(code: number, headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(code, headers).end();
}
