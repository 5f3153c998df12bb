import { createPlanBuilder } from './builder.ts';
import { planHash } from './hash.ts';
import type { PlanningInput } from './input.ts';
import type { Plan } from './plan.ts';

/** A change of a service that is stopped: its row says it, and the next start makes it so. */
export function planRest({ service, digest }: PlanningInput, operation: 'reconfigure' | 'update'): Plan {
  const builder = createPlanBuilder();
  builder.add({
    type: 'saveService',
    target: service.id,
    phase: 'monitor',
    cause: 'it stays stopped',
    arguments: { service: service.id, status: 'stopped', desired: 'stopped', links: service.links },
  });
  const { steps } = builder;
  const notes = [`${service.id} is stopped; its next start makes it so`];
  return { format: 1, operation, service: service.id, hash: planHash(steps, digest), steps, notes };
}
