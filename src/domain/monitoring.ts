import type { Health, ProbeResult } from './health.ts';

/**
 * `ended`: its program exited. `gone`: the container was removed. `drifted`: it is not as it was made (renamed, cut off from a
 * network, other labels). `stalled`: it was stopped or paused from outside.
 */
export type Happening = 'ended' | 'out-of-memory' | 'gone' | 'drifted' | 'stalled';

/** What a watcher knows of one service between two probes. */
export interface Watch {
  /** What was told last; undefined before the first word. */
  readonly told: Health | undefined;
  /** What the probes said that was told with it; undefined for a fact. */
  readonly toldDetail: string | undefined;
  /** Failed probes in a row. */
  readonly failures: number;
  /** How many of them, the newest first, failed alike. */
  readonly alike: number;
  readonly detail: string | undefined;
}

export const newWatch: Watch = {
  told: undefined,
  toldDetail: undefined,
  failures: 0,
  alike: 0,
  detail: undefined,
};

/**
 * Takes in one probe. A healthy service counts as unhealthy only after `retries` failures in a row, so that one slow answer
 * is no alarm; one good answer makes it healthy again. `tell` is set when there is a change to report: also when it fails for
 * another reason by now, as often in a row.
 */
export function takeProbe(
  watch: Watch,
  { ok, detail }: ProbeResult,
  retries: number,
): { readonly watch: Watch; readonly tell?: Health } {
  if (ok) return told({ ...watch, failures: 0, alike: 0, detail: undefined }, 'healthy', undefined);
  const alike = watch.detail === detail ? watch.alike + 1 : 1;
  const ailing = { ...watch, failures: watch.failures + 1, alike, detail };
  const known = watch.told === 'unhealthy';
  if ((known ? alike : ailing.failures) < retries) return { watch: ailing };
  return told(ailing, 'unhealthy', detail);
}

/** Takes in a fact that needs no second look: a container that ended, or went away. Each is told, for each is another cause. */
export function takeFact(watch: Watch, health: Health): { readonly watch: Watch; readonly tell: Health } {
  return {
    watch: { ...watch, failures: 0, alike: 0, detail: undefined, told: health, toldDetail: undefined },
    tell: health,
  };
}

function told(
  watch: Watch,
  health: Health,
  detail: string | undefined,
): { readonly watch: Watch; readonly tell?: Health } {
  if (watch.told === health && watch.toldDetail === detail) return { watch };
  return { watch: { ...watch, told: health, toldDetail: detail }, tell: health };
}
