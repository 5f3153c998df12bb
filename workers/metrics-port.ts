import type { Logger } from '#platform/logger.ts';
import { chooseFreePorts } from '#platform/ports.ts';
import { installRuntime } from './run-workers.ts';

const attempts = 5;

/**
 * Installs Temporal's runtime and says where its own metrics are. It cannot choose a port itself and tell which it was, so one that is
 * free is chosen for it; another program may take that one in between, and then another is tried. Without metrics a worker
 * does its work all the same.
 */
export async function installRuntimeWithMetrics(logger: Logger): Promise<string | undefined> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const [port = 0] = await chooseFreePorts([undefined]);
    const address = `127.0.0.1:${port}`;
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
