import type { ObservedService } from '#domain/observed.ts';
import type { Looking } from '../central/contract.ts';

/** Activities of a host's queue, besides steps. */
export interface HostActivities {
  /** Looks once at all that a plan depends on. */
  observe(looking: Looking): Promise<ObservedService>;
}
