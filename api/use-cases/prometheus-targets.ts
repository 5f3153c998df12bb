import type { z } from 'zod';
import type { Definition } from '#domain/definition.ts';
import type { HostId } from '#domain/ids.ts';
import { hostname } from '#domain/naming.ts';
import type { Service } from '#domain/service.ts';
import type { prometheusTargetsSchema } from '#schemas/api/metrics.ts';
import type { Answerable } from '#schemas/api/wire.ts';
import type { Ports } from '../ports.ts';
import type { ViewSettings } from './service-view.ts';
import { viewSettings } from './services.ts';

export type TargetGroup = Answerable<z.output<typeof prometheusTargetsSchema>>[number];
type Needs = Pick<Ports, 'services' | 'settings' | 'hostStore' | 'endpoints'>;

export interface TargetRequest {
  readonly of: 'workers' | 'services' | undefined;
  /** `published`: on the machine's address. `network`: by name, for a Prometheus in the services' networks. */
  readonly reach: 'published' | 'network';
  /** This machine. */
  readonly host: HostId;
}

/** Names of the scrape jobs; see deploy/prometheus/prometheus.yml. */
const jobs = { workers: 'services', services: 'media-services' } as const;

/** What Prometheus is to scrape beside the API. A service that is not wanted running is no target: its absence is no fault. */
export async function prometheusTargets(
  ports: Needs,
  request: TargetRequest,
): Promise<readonly TargetGroup[]> {
  const [workers, services] = await Promise.all([
    request.of === 'services' ? [] : workerTargets(ports),
    request.of === 'workers' ? [] : serviceTargets(ports, request),
  ]);
  return [...workers, ...services];
}

async function workerTargets({ endpoints }: Needs): Promise<readonly TargetGroup[]> {
  const found = await endpoints.list();
  return found.map(({ process, address }) => ({
    targets: [address],
    labels: { job: jobs.workers, process },
  }));
}

async function serviceTargets(ports: Needs, request: TargetRequest): Promise<readonly TargetGroup[]> {
  const [rows, settings] = await Promise.all([ports.services.list(), viewSettings(ports)]);
  return rows
    .filter(({ desired }) => desired === 'running')
    .flatMap((service) => {
      const { metrics } = service.definition;
      if (metrics === undefined) return [];
      const target = addressOf(service, metrics, request, settings);
      if (target === undefined) return [];
      const labels = { job: jobs.services, service: service.id, __metrics_path__: metrics.path };
      return [{ targets: [target], labels }];
    });
}

function addressOf(
  { id, definition, host, ports }: Service,
  { component, port }: NonNullable<Definition['metrics']>,
  request: TargetRequest,
  { bind, joined }: ViewSettings,
): string | undefined {
  if (request.reach === 'network') return `${hostname(id, definition, component)}:${port}`;
  const published = ports.find(({ container, protocol }) => protocol === 'tcp' && container === port);
  const own = bind === '0.0.0.0' ? '127.0.0.1' : bind;
  // Published on another machine it is not to be had at this one's address.
  const address = host === request.host ? own : joined.get(host);
  return published === undefined || address === undefined ? undefined : `${address}:${published.host}`;
}
