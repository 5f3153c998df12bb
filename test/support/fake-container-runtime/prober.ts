import type { ProbeResult } from '#domain/health.ts';
import type { Prober } from '#ports/prober.ts';

export interface FakeProber extends Prober {
  /** What the probes of a container see, one after the other; the last one stays. */
  answer(container: string, ...results: readonly ProbeResult[]): void;
  readonly probed: readonly string[];
}

/** A probe of a container for which no answer was planned throws. */
export function createFakeProber(): FakeProber {
  const planned = new Map<string, ProbeResult[]>();
  const probed: string[] = [];
  return {
    probed,
    answer(container, ...results) {
      planned.set(container, [...results]);
    },
    async probe(_probe, { container }) {
      probed.push(container);
      await Promise.resolve();
      const results = planned.get(container) ?? [];
      const next = results.length > 1 ? results.shift() : results[0];
      if (next === undefined) throw new Error(`Unplanned: a probe of ${container}.`);
      return next;
    },
  };
}
