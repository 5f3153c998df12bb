import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Cleanup } from '../support/cleanup.ts';
import { pagePort } from './crowd.ts';

export interface Pages {
  /** From now on every page says that it is not well. */
  fail(): void;
  /** Requests so far. */
  readonly asked: number;
}

/** What all services answer. */
export async function servePages(cleanup: Cleanup): Promise<Pages> {
  let status = 200;
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.writeHead(status).end();
  });
  server.listen(pagePort, '127.0.0.1');
  await once(server, 'listening');
  cleanup.later(async () => {
    server.close();
    server.closeAllConnections();
  });
  return {
    fail: () => {
      status = 503;
    },
    get asked() {
      return asked;
    },
  };
}
