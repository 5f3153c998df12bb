import { setTimeout as delay } from 'node:timers/promises';
import type { ContainerRuntime } from '#ports/container-runtime.ts';
import { createUsageHistory, type UsageHistory } from './history.ts';

export interface SamplerOptions {
  readonly runtime: Pick<ContainerRuntime, 'usage'>;
  /** From the beginning of one round to the next; a round that takes longer is followed at once. */
  readonly everyMs?: number;
  /** Told once for each row of rounds that fail. */
  readonly onFailure: (error: unknown) => void;
}

export interface Sampler extends Pick<UsageHistory, 'latest' | 'components'> {
  /** Resolves once nothing is asked of the engine any more. */
  stop(): Promise<void>;
}

const usualMs = 15_000;

/**
 * Reads what the host's containers use, round after round, for as long as the worker runs. There is no event for usage, so
 * it has to be asked for; where nothing runs a round is one short list. While the engine is away the last hour stays, and
 * nothing is said to run.
 */
export function startSampler({ runtime, everyMs = usualMs, onFailure }: SamplerOptions): Sampler {
  const history = createUsageHistory();
  const stopping = new AbortController();
  let failing = false;
  const round = async () => {
    try {
      history.record(await runtime.usage(), Date.now());
      failing = false;
    } catch (error) {
      history.record([], Date.now());
      if (!failing && !stopping.signal.aborted) onFailure(error);
      failing = true;
    }
  };
  const running = repeat(round, everyMs, stopping.signal);
  return {
    get latest() {
      return history.latest;
    },
    components: (service) => history.components(service),
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function repeat(round: () => Promise<void>, everyMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const began = performance.now();
    await round();
    const rest = Math.max(0, everyMs - (performance.now() - began));
    // Only the end of the worker cuts it short.
    await delay(rest, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
