import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createCatalogFiles } from '#adapters/catalog-files/catalog-files.ts';
import type { ApiContext } from '#api/context.ts';
import { startEventFeed } from '#api/events/feed.ts';
import { createDialBackLogSource } from '#api/log-source.ts';
import { hashToken } from '#api/middleware/token.ts';
import type { StreamTimes } from '#api/rest/send.ts';
import { createApiServer } from '#api/server.ts';
import { createDialBackStatsSource } from '#api/stats-source.ts';
import { createStreamRegistry } from '#api/streams.ts';
import type { StatsRequest } from '#contracts/stats.ts';
import type { StreamRequest } from '#contracts/streams.ts';
import { internalStreamsPath } from '#contracts/streams.ts';
import { hostId } from '#domain/ids.ts';
import type { InstanceSettingValues } from '#domain/instance-settings.ts';
import { createLogger } from '#platform/logger.ts';
import type { MetricsEndpoint } from '#platform/metrics/endpoint-file.ts';
import type { CredentialReader } from '#ports/credentials.ts';
import type { GatewayFacts } from '#ports/gateway-identity.ts';
import type { HostReconciler } from '#ports/host-reconciler.ts';
import type { MonitorControl } from '#ports/monitor-control.ts';
import {
  createMemoryAlertStore,
  createMemoryEventLog,
  createMemoryHostStore,
  createMemoryRecoveryStore,
  createMemorySealer,
  createMemoryServiceStore,
  createMemorySettingsStore,
  createMemoryTaskEngine,
  createMemoryTaskStore,
  createMemoryTokenStore,
} from '#test/support/memory/index.ts';
import { sendTo } from './http.ts';

export type TestApi = Awaited<ReturnType<typeof startTestApi>>;

export interface TestApiOptions {
  readonly settings?: InstanceSettingValues;
  readonly ringSize?: number;
  readonly times?: StreamTimes;
  readonly credentials?: CredentialReader;
  readonly hosts?: HostReconciler;
  readonly monitors?: Pick<MonitorControl, 'review'>;
  /** As the gateway says it; absent where none was started. */
  readonly gateway?: GatewayFacts;
  /** Stands for the host worker: it is asked for a stream and dials back. */
  readonly onStreamRequest?: (request: StreamRequest) => Promise<void>;
  /** Stands for the host worker as well: it is asked for usage and dials back. */
  readonly onStatsRequest?: (request: StatsRequest) => Promise<void>;
  readonly endpoints?: readonly MetricsEndpoint[];
}

export const token = 'sr_a-token-for-tests-only';

/** Settings with which an install may begin. */
export const soundSettings: InstanceSettingValues = {
  'paths.data': '/srv/media',
  'paths.config': '/srv/config',
  'user.uid': 1000,
  'user.gid': 1000,
};

const catalogFolder = join(import.meta.dirname, '..', '..', '..', '..', 'catalog');

/** The real API on loopback, with memory behind its ports. */
export async function startTestApi(options: TestApiOptions = {}) {
  const logged: string[] = [];
  const reviewed: string[] = [];
  const unwatched: string[] = [];
  const logger = createLogger({
    name: 'api',
    level: 'debug',
    destination: { write: (line: string) => void logged.push(line) },
  });
  const events = createMemoryEventLog();
  const services = createMemoryServiceStore(events);
  const stores = {
    events,
    services,
    hostStore: createMemoryHostStore(services, events),
    tasks: createMemoryTaskStore(),
    engine: createMemoryTaskEngine(),
    settings: createMemorySettingsStore(options.settings ?? soundSettings),
    tokens: createMemoryTokenStore(),
    alerts: createMemoryAlertStore(events),
    recoveries: createMemoryRecoveryStore(events),
    catalog: createCatalogFiles({ folder: catalogFolder }),
    sealer: createMemorySealer(),
  };
  await stores.hostStore.ensureLocal(hostId('local'), '127.0.0.1');
  await stores.tokens.ensure({ hash: hashToken(token), name: 'admin', scopes: ['*'] });
  const feed = await startEventFeed({
    log: events,
    logger,
    ...(options.ringSize === undefined ? {} : { ringSize: options.ringSize }),
  });
  const streams = createStreamRegistry(2000);
  const place = { url: '' };
  const logs = createDialBackLogSource({
    streams,
    requester: { requestStream: options.onStreamRequest ?? unplanned },
    get url() {
      return `${place.url}${internalStreamsPath}`;
    },
  });
  const stats = createDialBackStatsSource({
    streams,
    requester: { requestStats: options.onStatsRequest ?? unplanned },
    get url() {
      return `${place.url}${internalStreamsPath}`;
    },
  });
  const endpoints = { list: async () => options.endpoints ?? [] };
  const context: ApiContext = {
    ports: {
      ...stores,
      logs,
      stats,
      endpoints,
      waiter: stores.engine,
      monitors: {
        review: async (id) => reviewed.push(id) > 0,
        ...options.monitors,
        stopHost: async (id) => (unwatched.push(id) > 0 ? 'stopped' : 'absent'),
      },
      gateway: { read: async () => options.gateway },
      hosts: options.hosts ?? { reconcile: unplanned },
      credentials: options.credentials ?? { read: unplanned },
    },
    feed,
    instance: {
      id: 'abcdef012345',
      name: 'test',
      version: '0.0.0',
      host: hostId('local'),
      source: 'urn:showrunner:abcdef012345',
    },
    logger,
  };
  const server = createApiServer({
    context,
    streams,
    hostNames: ['media.lan'],
    ...(options.times === undefined ? {} : { times: options.times }),
  });
  // Longer than a test: else a busy machine closes a connection just as `fetch` takes it for the next request.
  server.http.keepAliveTimeout = 300_000;
  server.http.listen({ host: '127.0.0.1', port: 0 });
  await once(server.http, 'listening');
  const { port } = server.http.address() as AddressInfo;
  place.url = `http://127.0.0.1:${port}`;
  return {
    ...stores,
    context,
    server,
    streams,
    logged,
    /** Services whose monitors were told to look anew. */
    reviewed,
    /** Hosts whose supervision was ended. */
    unwatched,
    port,
    url: place.url,
    send: sendTo(place.url, token),
    close: async () => {
      await server.close();
      await feed.close();
    },
  };
}

function unplanned(): Promise<never> {
  throw new Error('The test did not plan that.');
}
