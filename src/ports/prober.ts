import type { Probe, ProbeResult } from '#domain/health.ts';

/** Asks one component how it is. Never throws for an unwell one; every probe ends within its timeout. */
export interface Prober {
  probe(probe: Probe, target: ProbeTarget, timeoutSeconds: number): Promise<ProbeResult>;
}

export interface ProbeTarget {
  /** Engine name of the container whose address serves the port (for a namespace member, the gateway's). */
  readonly container: string;
  /** Engine name of the container in which commands run. */
  readonly inside: string;
}
