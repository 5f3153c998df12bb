import type { DesiredLabel } from '#contracts/desired-label.ts';
import type { Observation } from '#contracts/messages.ts';
import type { Health, ProbeResult } from '#domain/health.ts';
import { newWatch, takeFact, takeProbe, type Watch } from '#domain/monitoring.ts';

/** Probes of one service run this much around their interval, so that those of many services spread out. */
const jitter = 0.2;
/** An ailing service is looked at more often than its interval, so that its end or its cure is seen soon. */
const ailingSeconds = 2;

export interface WatchedServicePorts {
  /** Bounded by the definition's timeout. Undefined when nothing could be learnt: the engine itself is away. */
  readonly probe: (label: DesiredLabel) => Promise<ProbeResult | undefined>;
  readonly tell: (label: DesiredLabel, word: Omit<Observation, 'at'>) => void;
}

export interface WatchedService {
  readonly label: DesiredLabel;
  /** Something that events say for certain. */
  fact(health: Health, cause: string): void;
  /** Looks at once, then at its interval. */
  resume(): void;
  stop(): void;
}

type Taken = ReturnType<typeof takeFact>;
type Source = NonNullable<Observation['source']>;

/** Keeps an eye on one service: one timer, one probe at a time, changes only. */
export function watchService(label: DesiredLabel, ports: WatchedServicePorts): WatchedService {
  let watch: Watch = newWatch;
  let timer: NodeJS.Timeout | undefined;
  // Each resume or stop makes answers of earlier probes void.
  let generation = 0;
  const settle = (taken: Taken, source: Source, cause: string): void => {
    watch = taken.watch;
    if (taken.tell !== undefined) ports.tell(label, { health: taken.tell, cause, source });
  };
  const look = async (mine: number): Promise<void> => {
    const result = await ports.probe(label);
    if (mine !== generation) return;
    if (result !== undefined) settle(takeProbe(watch, result, label.health.retries), 'probe', result.detail);
    timer = setTimeout(() => void look(mine), pauseMilliseconds(label, result));
  };
  const halt = (): void => {
    clearTimeout(timer);
    generation += 1;
  };
  return {
    label,
    fact: (health, cause) => {
      halt();
      settle(takeFact(watch, health), 'event', cause);
    },
    resume: () => {
      halt();
      void look(generation);
    },
    stop: halt,
  };
}

function pauseMilliseconds({ health }: DesiredLabel, result: ProbeResult | undefined): number {
  const seconds =
    result?.ok === true ? health.intervalSeconds : Math.min(health.intervalSeconds, ailingSeconds);
  return seconds * 1000 * (1 - jitter / 2 + Math.random() * jitter);
}
