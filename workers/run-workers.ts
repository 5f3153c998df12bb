import { DefaultLogger, type LogLevel, Runtime, type Worker } from '@temporalio/worker';
import type { Configuration } from '#platform/configuration.ts';
import type { Logger } from '#platform/logger.ts';
import type { Registry } from '#platform/metrics/metrics.ts';
import { announceReady } from '#platform/ready.ts';
import { serveMetrics } from './metrics.ts';

/** Part of a process: some workers, and what they work with. */
export interface WorkerGroup {
  readonly workers: readonly Worker[];
  /** Adds what this part has to tell Prometheus. */
  readonly register?: (registry: Registry) => void;
  close(): Promise<void>;
}

/**
 * Temporal's own log lines go where ours go, and its metrics to a loopback port of their own, if there is one. Must be called
 * before the first connection is made. A port that is taken is an error, and then nothing is installed.
 */
export function installRuntime(logger: Logger, metricsAddress?: string): void {
  Runtime.install({
    // The roots end their workers themselves, in order.
    shutdownSignals: [],
    logger: new DefaultLogger('WARN', ({ level, message, meta }) =>
      logger[pinoLevels[level]](meta ?? {}, message),
    ),
    telemetryOptions: {
      logging: { filter: { core: 'WARN', other: 'WARN' }, forward: {} },
      ...(metricsAddress === undefined
        ? {}
        : { metrics: { prometheus: { bindAddress: metricsAddress, ...prometheusForm } } }),
    },
  });
}

/** As Prometheus wants it: seconds, and names that tell their unit. */
const prometheusForm = { countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true } as const;

/** Runs until SIGTERM or SIGINT, or until a worker fails: then the process ends and its keeper starts it again. */
export async function runWorkers(
  name: string,
  groups: readonly WorkerGroup[],
  configuration: Pick<Configuration, 'metrics' | 'home'>,
  logger: Logger,
  temporalMetrics?: string,
): Promise<void> {
  const workers = groups.flatMap((group) => group.workers);
  const stop = () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  const metrics = await serveMetrics({ name, groups, configuration, logger, temporalMetrics });
  const runs = workers.map((worker) => worker.run().finally(stop));
  await announceReady(configuration.home, name);
  logger.info({ workers: workers.length }, 'workers run');
  try {
    await Promise.all(runs);
  } finally {
    await Promise.allSettled(runs);
    await metrics.close();
    await Promise.all(groups.map((group) => group.close()));
  }
}

const pinoLevels: Readonly<Record<LogLevel, 'trace' | 'debug' | 'info' | 'warn' | 'error'>> = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
};
