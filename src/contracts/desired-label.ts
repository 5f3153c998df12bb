import type { HealthDefinition } from '#domain/health.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { HealthTargets } from '#domain/plan/steps.ts';

/**
 * The part of the label `showrunner.desired` that watching needs; see domain/plan/deploy.ts for the whole. `targets` names every
 * container of the service. How each was made is on its own label `showrunner.made`: see domain/drift.ts.
 */
export interface DesiredLabel {
  readonly id: ServiceId;
  readonly health: HealthDefinition;
  readonly targets: HealthTargets;
}
