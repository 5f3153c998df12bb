import type { ContainerUsage } from '#domain/usage.ts';
import { Counter, Gauge, type Registry } from './metrics.ts';

/** `name` as cAdvisor has it, `container_name` as older rules ask for it: both are the container's name. */
const labelNames = ['id', 'name', 'container_name', 'image', 'service', 'component', 'host'] as const;
type Label = (typeof labelNames)[number];
type Extra = 'cpu' | 'interface' | 'device';

interface Declared {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  /** A label that cAdvisor has beside the others; here one series stands for all of its values. */
  readonly extra?: Readonly<Partial<Record<Extra, string>>>;
  /** Undefined where the container has no such number: then there is no series, and no rule compares with a made-up one. */
  readonly value: (usage: ContainerUsage) => number | undefined;
}

const declared: readonly Declared[] = [
  {
    name: 'container_cpu_usage_seconds_total',
    help: 'Processor time that was used.',
    type: 'counter',
    extra: { cpu: 'total' },
    value: ({ cpuSeconds }) => cpuSeconds,
  },
  {
    name: 'container_memory_usage_bytes',
    help: 'Memory in use, page cache included.',
    type: 'gauge',
    value: ({ memoryBytes }) => memoryBytes,
  },
  {
    name: 'container_memory_working_set_bytes',
    help: 'Memory in use without page cache that can be dropped at once.',
    type: 'gauge',
    value: ({ memoryWorkingSetBytes }) => memoryWorkingSetBytes,
  },
  {
    // cAdvisor says 0 for no limit, and whatever is divided by it is above every threshold.
    name: 'container_spec_memory_limit_bytes',
    help: 'Memory limit; absent for a container without one.',
    type: 'gauge',
    value: ({ memoryLimitBytes }) => memoryLimitBytes,
  },
  {
    name: 'container_network_receive_bytes_total',
    help: 'Bytes received; absent for a container without a network of its own.',
    type: 'counter',
    extra: { interface: 'all' },
    value: ({ network }) => network?.receivedBytes,
  },
  {
    name: 'container_network_transmit_bytes_total',
    help: 'Bytes sent; absent for a container without a network of its own.',
    type: 'counter',
    extra: { interface: 'all' },
    value: ({ network }) => network?.sentBytes,
  },
  {
    name: 'container_fs_reads_bytes_total',
    help: 'Bytes read from disks; absent where the engine counts none.',
    type: 'counter',
    extra: { device: 'all' },
    value: ({ disk }) => disk?.readBytes,
  },
  {
    name: 'container_fs_writes_bytes_total',
    help: 'Bytes written to disks; absent where the engine counts none.',
    type: 'counter',
    extra: { device: 'all' },
    value: ({ disk }) => disk?.writtenBytes,
  },
  {
    name: 'container_last_seen',
    help: 'When its numbers were read, in Unix time.',
    type: 'gauge',
    value: ({ at }) => Date.parse(at) / 1000,
  },
  {
    name: 'container_start_time_seconds',
    help: 'When it was started, in Unix time.',
    type: 'gauge',
    value: ({ startedAt }) => Date.parse(startedAt) / 1000,
  },
  {
    name: 'showrunner_container_restarts_total',
    help: 'How often the engine has started it again by itself.',
    type: 'counter',
    value: ({ restarts }) => restarts,
  },
];

/** Containers under cAdvisor's names, as they were read last; a container that ended has no series any more. */
export function registerContainerMetrics(
  registry: Registry,
  host: string,
  latest: () => readonly ContainerUsage[],
): void {
  for (const one of declared) registerOne(one, registry, host, latest);
}

function registerOne(
  { name, help, type, extra = {}, value }: Declared,
  registry: Registry,
  host: string,
  latest: () => readonly ContainerUsage[],
): void {
  const labels = [...labelNames, ...Object.keys(extra)];
  const set = (add: (labels: Readonly<Record<string, string>>, number: number) => void) => {
    for (const usage of latest()) {
      const number = value(usage);
      if (number !== undefined) add({ ...labelsOf(usage, host), ...extra }, number);
    }
  };
  const common = { name, help, labelNames: labels, registers: [registry] };
  if (type === 'gauge') {
    const gauge: Gauge = new Gauge({
      ...common,
      collect: () => {
        gauge.reset();
        set((found, number) => gauge.set(found, number));
      },
    });
  } else {
    // The engine counts, from zero at each start; Prometheus knows such a reset from the number itself.
    const counter: Counter = new Counter({
      ...common,
      collect: () => {
        counter.reset();
        set((found, number) => counter.inc(found, number));
      },
    });
  }
}

function labelsOf(usage: ContainerUsage, host: string): Record<Label, string> {
  const { container, containerId, image, service, component } = usage;
  return {
    id: `/docker/${containerId}`,
    name: container,
    container_name: container,
    image,
    service,
    component,
    host,
  };
}
