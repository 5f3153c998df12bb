import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export { Counter, Gauge, Histogram, Registry };

/** One process's metrics. */
export interface Metrics {
  readonly registry: Registry;
  /**
   * Adds a gauge whose values are asked for at each scrape. A source that fails must not hide all else: its values are left out,
   * and `showrunner_collector_up` says so.
   */
  collect<Label extends string>(options: CollectOptions<Label>): void;
  /** The text that Prometheus reads. What watches the process itself begins with the first call: nobody asks, nothing is measured. */
  expose(): Promise<MetricsPage>;
}

export interface CollectOptions<Label extends string> {
  readonly name: string;
  readonly help: string;
  /** One at least: prom-client shows a gauge without labels as 0 where it has no value. */
  readonly labelNames: readonly [Label, ...Label[]];
  readonly read: () => Promise<readonly CollectedValue<Label>[]>;
}

export type CollectedValue<Label extends string> = readonly [
  labels: Partial<Record<Label, string>>,
  value: number,
];

export interface MetricsPage {
  readonly contentType: string;
  readonly text: string;
}

/** Prometheus gives up on a page after ten seconds; a source that is slow must not cost it the others. */
const usualDeadlineMs = 3000;

/** The event loop's delay is measured by a timer: at prom-client's 10 ms it takes 0.7 % of a core, in each process, for ever. */
const lightly = { eventLoopMonitoringPrecision: 100 } as const;

/** `process` is the root's name: it tells the processes of an instance apart where all of them have the same job. */
export function createMetrics(process: string, deadlineMs = usualDeadlineMs): Metrics {
  const registry = new Registry();
  const common = { registers: [registry] };
  const information = { name: 'showrunner_process_info', help: 'Which process this is.' };
  new Gauge({ ...information, ...common, labelNames: ['process'] }).set({ process }, 1);
  const up = new Gauge({
    ...common,
    name: 'showrunner_collector_up',
    help: 'Whether the source of a metric answered when it was last asked.',
    labelNames: ['collector'],
  });
  const collectors: (() => Promise<void>)[] = [];
  let watched = false;
  return {
    registry,
    collect: ({ read, ...options }) => {
      const gauge = new Gauge({ ...options, ...common, labelNames: [...options.labelNames] });
      collectors.push(async () =>
        up.set({ collector: options.name }, await filled(gauge, within(deadlineMs, read))),
      );
    },
    expose: async () => {
      if (!watched) collectDefaultMetrics({ register: registry, ...lightly });
      watched = true;
      // Before the page is begun: its lines are made in the order in which metrics were added.
      await Promise.all(collectors.map((collector) => collector()));
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

/** 1 when the values came; else 0, and then there are none. */
async function filled<Label extends string>(
  gauge: Gauge<Label>,
  reading: Promise<readonly CollectedValue<Label>[]>,
): Promise<0 | 1> {
  try {
    const values = await reading;
    gauge.reset();
    for (const [labels, value] of values) gauge.set(labels, value);
    return 1;
  } catch {
    gauge.reset();
    return 0;
  }
}

async function within<Result>(ms: number, work: () => Promise<Result>): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
