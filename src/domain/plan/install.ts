import { planConvergence } from './converge.ts';
import type { PlanningInput } from './input.ts';
import type { Plan } from './plan.ts';

/** Steps that bring the service up, whatever there is of it already. */
export function planInstall(input: PlanningInput): Plan {
  return planConvergence(input, 'install');
}
