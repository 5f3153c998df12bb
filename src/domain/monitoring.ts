import type { Health, ProbeResult } from './health.ts';

/** What a watcher knows of one service between two probes. */
export interface Watch {
  /** What was told last; undefined before the first word. */
  readonly told: Health | undefined;
  /** Failed probes in a row. */
  readonly failures: number;
}

export const newWatch: Watch = { told: undefined, failures: 0 };

/**
 * Takes in one probe. A healthy service counts as unhealthy only after `retries` failures in a row, so that one slow answer
 * is no alarm; one good answer makes it healthy again. `tell` is set when there is a change to report.
 */
export function takeProbe(
  watch: Watch,
  result: ProbeResult,
  retries: number,
): { readonly watch: Watch; readonly tell?: Health } {
  if (result.ok) return told({ ...watch, failures: 0 }, 'healthy');
  const failures = watch.failures + 1;
  if (failures < retries) return { watch: { ...watch, failures } };
  return told({ ...watch, failures }, 'unhealthy');
}

/** Takes in a fact that needs no second look: a container that ended, or went away. */
export function takeFact(watch: Watch, health: Health): { readonly watch: Watch; readonly tell?: Health } {
  return told({ ...watch, failures: 0 }, health);
}

function told(watch: Watch, health: Health): { readonly watch: Watch; readonly tell?: Health } {
  if (watch.told === health) return { watch };
  return { watch: { ...watch, told: health }, tell: health };
}
