import { z } from 'zod';

const counted = (description: string) => z.number().nullable().meta({ description });
const noNetwork =
  '`null` where the container has no network of its own, such as a member of a VPN gateway’s: there the gateway’s counts.';
const noDisk = '`null` where the engine counts none.';

export const usagePointSchema = z
  .object({
    at: z.string(),
    cpuCores: counted('Cores in use since the point before; `null` at the beginning of a run.'),
    memoryBytes: z.number().meta({ description: 'Without page cache that can be dropped at once.' }),
    memoryLimitBytes: counted('`null` without a limit.'),
    networkReceivedBytes: counted(`Since the container’s start. ${noNetwork}`),
    networkSentBytes: counted(`Since the container’s start. ${noNetwork}`),
    diskReadBytes: counted(`Since the container’s start. ${noDisk}`),
    diskWrittenBytes: counted(`Since the container’s start. ${noDisk}`),
    restarts: z.int().meta({ description: 'How often the engine has started it again by itself.' }),
  })
  .meta({ id: 'UsagePoint' });

const now = usagePointSchema
  .nullable()
  .meta({ description: 'At most some seconds old; `null` while the component does not run.' });

export const serviceMetricsSchema = z
  .object({
    service: z.string(),
    host: z.string(),
    components: z.array(
      z.object({
        component: z.string(),
        now,
        lastHour: z
          .array(usagePointSchema)
          .meta({ description: 'A point a minute, 60 at most, oldest first; from the worker’s memory.' }),
      }),
    ),
  })
  .meta({ id: 'ServiceMetrics' });

export const usageListSchema = z
  .object({
    components: z.array(z.object({ service: z.string(), component: z.string(), now })),
    unreachable: z
      .array(z.object({ host: z.string(), reason: z.string() }))
      .meta({ description: 'Hosts that did not answer; their services are missing above.' }),
  })
  .meta({ id: 'UsageList' });

/** The form that Prometheus reads: https://prometheus.io/docs/prometheus/latest/http_sd/ */
export const prometheusTargetsSchema = z
  .array(
    z
      .object({ targets: z.array(z.string()), labels: z.record(z.string(), z.string()) })
      .meta({ id: 'PrometheusTargetGroup' }),
  )
  .meta({ id: 'PrometheusTargets' });
