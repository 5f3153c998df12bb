import type { DesiredLabel } from '#contracts/desired-label.ts';
import type { ProbeResult } from '#domain/health.ts';
import type { Prober } from '#ports/prober.ts';
import { createLimit } from './limit.ts';

/** Probes that run at once on one host. */
const probesAtOnce = 32;
/** A probe that takes longer gives its place to the next one; its own timeout ends it. */
const patienceMilliseconds = 250;

/** Probes services by their labels, not all at once. Undefined when the engine itself does not answer. */
export function createProbes(prober: Prober): (label: DesiredLabel) => Promise<ProbeResult | undefined> {
  const limit = createLimit(probesAtOnce, patienceMilliseconds);
  return ({ health: { readiness, timeoutSeconds }, targets }) => {
    const target = targets[readiness.component];
    if (target === undefined)
      return Promise.resolve({ ok: false, detail: `there is no ${readiness.component}` });
    const where = { container: target.address, inside: target.container };
    // A prober throws only when the engine is away, which is told of the host and not of its services.
    return limit(() => prober.probe(readiness, where, timeoutSeconds)).catch(() => undefined);
  };
}
