import { once } from 'node:events';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { createApiPorts } from '#assembly/api.ts';
import { internalStreamsPath } from '#contracts/streams.ts';
import { isDomainError } from '#domain/errors.ts';
import { hostId } from '#domain/ids.ts';
import { apiUrl } from '#platform/api-url.ts';
import type { Configuration } from '#platform/configuration.ts';
import type { Logger } from '#platform/logger.ts';
import { readEndpoints } from '#platform/metrics/endpoint-file.ts';
import { announceReady } from '#platform/ready.ts';
import { runRoot } from '#workers/start-root.ts';
import packageFile from '../package.json' with { type: 'json' };
import type { InstanceFacts } from './context.ts';
import { type EventFeed, startEventFeed } from './events/feed.ts';
import { createDialBackLogSource } from './log-source.ts';
import type { ApiPorts } from './ports.ts';
import { createApiServer } from './server.ts';
import { createDialBackStatsSource } from './stats-source.ts';
import { createStreamRegistry } from './streams.ts';

/** The API: REST, GraphQL, event streams. It holds neither an engine's socket nor a secret store's credentials. */
await runRoot('api', async ({ configuration, logger }) => {
  const ending = endOfProcess();
  const assembled: ApiPorts = createApiPorts(configuration);
  try {
    const feed = await startFeed(assembled, logger, ending);
    if (feed === undefined) return;
    await serve(assembled, feed, configuration, logger, ending);
    await feed.close();
  } finally {
    await assembled.close();
  }
  logger.info('ended');
});

async function serve(
  assembled: ApiPorts,
  feed: EventFeed,
  configuration: Configuration,
  logger: Logger,
  ending: AbortSignal,
): Promise<void> {
  const { host, port } = configuration.api;
  const streams = createStreamRegistry();
  const url = `${apiUrl(configuration.api)}${internalStreamsPath}`;
  const logs = createDialBackLogSource({ streams, requester: assembled.streams, url });
  const stats = createDialBackStatsSource({ streams, requester: assembled.statsRequests, url });
  const endpoints = { list: () => readEndpoints(configuration.home) };
  const ports = { ...assembled, logs, stats, endpoints };
  const context = { ports, feed, instance: factsOf(configuration), logger };
  const server = createApiServer({ context, streams, hostNames: [host, hostname()] });
  server.http.listen({ host, port });
  await once(server.http, 'listening');
  logger.info({ host, port }, 'listening');
  await announceReady(configuration.home, 'api');
  if (!ending.aborted) await once(ending, 'abort');
  await server.close();
}

/** An outage of the database at the start is waited out; there is nothing to serve without it. */
async function startFeed(
  { events }: ApiPorts,
  logger: Logger,
  ending: AbortSignal,
): Promise<EventFeed | undefined> {
  while (!ending.aborted) {
    try {
      return await startEventFeed({ log: events, logger });
    } catch (error) {
      if (!isDomainError(error) || error.kind !== 'outage') throw error;
      logger.warn({ code: error.code }, `waiting: ${error.message}`);
      await delay(500);
    }
  }
  return undefined;
}

/** Aborts when the process is asked to end; a second time it ends at once. */
function endOfProcess(): AbortSignal {
  const controller = new AbortController();
  const end = () => {
    if (controller.signal.aborted) process.exit(1);
    controller.abort();
  };
  process.on('SIGTERM', end).on('SIGINT', end);
  return controller.signal;
}

function factsOf({ instance: { id, name }, hostId: host }: Configuration): InstanceFacts {
  return { id, name, version: packageFile.version, host: hostId(host), source: `urn:showrunner:${id}` };
}
