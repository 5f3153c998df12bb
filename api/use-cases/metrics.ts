import type { z } from 'zod';
import { isDomainError } from '#domain/errors.ts';
import type { HostId } from '#domain/ids.ts';
import type { ComponentUsage, UsagePoint } from '#domain/usage.ts';
import type { UsageRequest } from '#ports/stats-source.ts';
import type { serviceMetricsSchema, usageListSchema, usagePointSchema } from '#schemas/api/metrics.ts';
import type { Answerable } from '#schemas/api/wire.ts';
import type { Ports } from '../ports.ts';
import { findService } from './services.ts';

export type ServiceMetrics = Answerable<z.output<typeof serviceMetricsSchema>>;
export type UsageList = Answerable<z.output<typeof usageListSchema>>;
type PointView = Answerable<z.output<typeof usagePointSchema>>;
type Needs = Pick<Ports, 'services' | 'stats'>;

/** One service now and over the last hour. Errors: `not-found`, `engine-unreachable` when its host does not answer. */
export async function serviceMetrics(
  { services, stats }: Needs,
  id: string,
  signal: AbortSignal,
): Promise<ServiceMetrics> {
  const { id: service, host } = await findService({ services }, id);
  return { service, host, components: await componentsOf(stats, { host, service, signal }) };
}

/** What it uses; where the host does not answer, the reason, and no components. */
export async function metricsIfReachable({ stats }: Pick<Needs, 'stats'>, request: UsageRequest) {
  try {
    return { components: await componentsOf(stats, request), unreachable: null };
  } catch (error) {
    if (!isDomainError(error) || error.kind !== 'outage') throw error;
    return { components: [], unreachable: error.message };
  }
}

async function componentsOf(
  stats: Needs['stats'],
  request: UsageRequest,
): Promise<ServiceMetrics['components']> {
  const components = await stats.usage(request);
  return components.map(({ component, now, lastHour }) => ({
    component,
    now: now === undefined ? null : pointView(now),
    lastHour: lastHour.map(pointView),
  }));
}

/** Every service as it is now. A host that does not answer is named with the reason, and hides nothing of the others. */
export async function usageOfAll({ services, stats }: Needs, signal: AbortSignal): Promise<UsageList> {
  const rows = await services.list();
  const hosts = [...new Set(rows.map(({ host }) => host))].toSorted();
  const answers = await Promise.all(hosts.map((host) => ask(stats, host, signal)));
  const known = new Set<string>(rows.map(({ id }) => id));
  return {
    components: answers
      .flatMap(({ components }) => components)
      .filter(({ service }) => known.has(service))
      .map(({ service, component, now }) => ({
        service,
        component,
        now: now === undefined ? null : pointView(now),
      })),
    unreachable: answers.flatMap(({ host, reason }) => (reason === undefined ? [] : [{ host, reason }])),
  };
}

interface HostAnswer {
  readonly host: HostId;
  readonly components: readonly ComponentUsage[];
  readonly reason?: string;
}

async function ask(stats: Needs['stats'], host: HostId, signal: AbortSignal): Promise<HostAnswer> {
  try {
    return { host, components: await stats.usage({ host, signal }) };
  } catch (error) {
    if (!isDomainError(error) || error.kind !== 'outage') throw error;
    return { host, components: [], reason: error.message };
  }
}

/** What is not counted is null, so that nobody takes it for zero. */
function pointView(point: UsagePoint): PointView {
  return {
    at: point.at,
    cpuCores: point.cpuCores ?? null,
    memoryBytes: point.memoryBytes,
    memoryLimitBytes: point.memoryLimitBytes ?? null,
    networkReceivedBytes: point.networkReceivedBytes ?? null,
    networkSentBytes: point.networkSentBytes ?? null,
    diskReadBytes: point.diskReadBytes ?? null,
    diskWrittenBytes: point.diskWrittenBytes ?? null,
    restarts: point.restarts,
  };
}
