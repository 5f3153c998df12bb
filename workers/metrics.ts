import type { Configuration } from '#platform/configuration.ts';
import type { Logger } from '#platform/logger.ts';
import { announceEndpoint } from '#platform/metrics/endpoint-file.ts';
import { createMetrics, Gauge, type Metrics, type MetricsPage } from '#platform/metrics/metrics.ts';
import { startMetricsServer } from '#platform/metrics/metrics-server.ts';
import type { WorkerGroup } from './run-workers.ts';

export interface ServeMetricsOptions {
  readonly name: string;
  readonly groups: readonly Pick<WorkerGroup, 'register'>[];
  readonly configuration: Pick<Configuration, 'metrics' | 'home'>;
  readonly logger: Logger;
  /** `host:port` of Temporal's own. */
  readonly temporalMetrics: string | undefined;
}

/** One page for one process: its own numbers, its containers', and Temporal's. A port that is taken costs the metrics, not the work. */
export async function serveMetrics(options: ServeMetricsOptions): Promise<{ close(): Promise<void> }> {
  const { name, groups, configuration, logger } = options;
  const metrics = createMetrics(name);
  for (const { register } of groups) register?.(metrics.registry);
  const temporal = temporalPage(metrics, options.temporalMetrics);
  const onFailure = (error: unknown) => logger.error({ err: error }, 'the metrics could not be read');
  try {
    const read = () => joined(metrics, temporal);
    const server = await startMetricsServer({ ...configuration.metrics, read, onFailure });
    const withdraw = await announceEndpoint(configuration.home, { process: name, address: server.address });
    logger.info({ address: server.address }, 'metrics are served');
    return {
      close: async () => {
        await withdraw();
        await server.close();
      },
    };
  } catch (error) {
    logger.error({ err: error }, 'metrics are not served');
    return { close: async () => undefined };
  }
}

/** Temporal's names begin with `temporal_`, so the two pages share none. */
async function joined(metrics: Metrics, temporal: () => Promise<string>): Promise<MetricsPage> {
  const theirs = await temporal();
  const { contentType, text } = await metrics.expose();
  return { contentType, text: `${text}${theirs}` };
}

const temporalMs = 2000;

/** Reads the page of Temporal's runtime. Where it does not come the rest is served, and a metric says so. */
function temporalPage({ registry }: Metrics, address: string | undefined): () => Promise<string> {
  const help = 'Whether the metrics of Temporal’s own runtime are on this page.';
  const up = new Gauge({ name: 'showrunner_temporal_metrics_up', help, registers: [registry] });
  return async () => {
    try {
      const response = await fetch(`http://${address ?? ''}/metrics`, {
        signal: AbortSignal.timeout(temporalMs),
      });
      up.set(response.ok ? 1 : 0);
      return response.ok ? await response.text() : '';
    } catch {
      up.set(0);
      return '';
    }
  };
}
