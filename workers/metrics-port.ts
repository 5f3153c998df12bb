import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Logger } from '#platform/logger.ts';
import { installRuntime } from './run-workers.ts';

const attempts = 5;

/**
 * Installs Temporal's runtime and says where its own metrics are. It cannot choose a port itself and tell which it was, so one that is
 * free is chosen for it; another program may take that one in between, and then another is tried. Without metrics a worker
 * does its work all the same.
 */
export async function installRuntimeWithMetrics(logger: Logger): Promise<string | undefined> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const address = await freeAddress();
    try {
      installRuntime(logger, address);
      return address;
    } catch (error) {
      logger.warn({ err: error, address }, 'Temporal’s metrics are not served there');
    }
  }
  installRuntime(logger);
  return undefined;
}

/** A port as the system gives to outgoing connections: below them are those that services publish, and one may just be stopped. */
async function freeAddress(): Promise<string> {
  const server = createServer().listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const bound = server.address();
  server.close();
  await once(server, 'close');
  return `127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
}
