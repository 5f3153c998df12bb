import type { Health } from '#domain/health.ts';
import type { ServiceStatus } from '#domain/lifecycle.ts';
import type { Service } from '#domain/service.ts';
import {
  createMetrics,
  Gauge,
  type Metrics,
  type MetricsPage,
  type Registry,
} from '#platform/metrics/metrics.ts';
import type { ApiContext } from '../context.ts';
import { sharedLoad } from '../shared-load.ts';
import { countTasks } from './count-tasks.ts';
import { countingFollowers } from './followers.ts';
import { type MeasureRequest, requestDurations } from './request-durations.ts';

export interface ApiMetrics {
  readonly measure: MeasureRequest;
  /** The context, whose followers of the event log are counted under that name. */
  counting(transport: 'rest' | 'graphql', context: ApiContext): ApiContext;
  expose(): Promise<MetricsPage>;
}

/** What the API tells Prometheus of itself, of the tasks that it hears of, and of the services. */
export function createApiMetrics(context: ApiContext, closing: AbortSignal): ApiMetrics {
  const metrics = createMetrics('api');
  const { registry, expose } = metrics;
  const followers = new Gauge({
    name: 'showrunner_event_followers',
    help: 'Clients that follow events: REST event streams and GraphQL subscriptions.',
    labelNames: ['transport'],
    registers: [registry],
  });
  registerServices(metrics, context);
  registerPosition(registry, context);
  countTasks(registry, context, closing);
  return {
    measure: requestDurations(registry),
    counting: (transport, { feed, ...rest }) => ({
      ...rest,
      feed: countingFollowers(feed, (change) => followers.inc({ transport }, change)),
    }),
    expose,
  };
}

function registerPosition(registry: Registry, { feed }: ApiContext): void {
  const gauge: Gauge = new Gauge({
    name: 'showrunner_event_log_position',
    help: 'Newest position of the event log that this process has read.',
    registers: [registry],
    collect: () => gauge.set(feed.position),
  });
}

/** One read of the services for all three: they are collected at the same time. */
function registerServices(metrics: Metrics, { ports }: ApiContext): void {
  const rows = sharedLoad(() => ports.services.list());
  const each = async <Entry>(entry: (service: Service) => Entry) => (await rows()).map(entry);
  metrics.collect({
    name: 'showrunner_service_status',
    help: '1 for the lifecycle state that the service is in.',
    labelNames: ['service', 'host', 'status'],
    read: () => each(({ id, host, status }) => [{ service: id, host, status }, 1]),
  });
  metrics.collect({
    name: 'showrunner_service_health',
    help: '1 for what the last probes of the service say.',
    labelNames: ['service', 'host', 'health'],
    read: () => each(({ id, host, health }) => [{ service: id, host, health }, 1]),
  });
  metrics.collect({
    name: 'showrunner_service_up',
    help: 'Whether a service that is wanted running does its work; absent for one that is not wanted or not installed yet.',
    labelNames: ['service', 'host'],
    read: async () =>
      (await rows())
        .filter(({ desired, status }) => desired === 'running' && !unfinished.has(status))
        .map((service) => [{ service: service.id, host: service.host }, isUp(service) ? 1 : 0]),
  });
}

/** What is not installed yet cannot be down, however long its images take. */
const unfinished: ReadonlySet<ServiceStatus> = new Set(['absent', 'installing']);

const well: ReadonlySet<Health> = new Set(['healthy', 'starting']);

/** Where nothing is known of its health, as while its host is away, nobody can say that it is up. */
function isUp({ status, health }: Service): boolean {
  return (status === 'running' || status === 'degraded') && well.has(health);
}
