import type { StepId } from '../ids.ts';
import { containerName } from '../naming.ts';
import { createPlanBuilder, type PlanBuilder } from './builder.ts';
import { planHash } from './hash.ts';
import type { PlanningInput } from './input.ts';
import type { Plan } from './plan.ts';

/** Steps after which nothing of the service runs and the engine leaves it so. What it is made of stays. */
export function planStop(input: PlanningInput): Plan {
  const { service } = input;
  const builder = createPlanBuilder();
  const after = stopContainers(input, builder);
  builder.add({
    type: 'saveService',
    target: service.id,
    phase: 'monitor',
    cause: 'nothing of it runs any more',
    after,
    arguments: { service: service.id, status: 'stopped', desired: 'stopped', links: service.links },
  });
  const { steps } = builder;
  const hash = planHash(steps, input.digest);
  return { format: 1, operation: 'stop', service: service.id, hash, steps, notes: [] };
}

/** One after the other, the main component first: the others are there for its sake. */
function stopContainers(
  { service, instance, observed }: PlanningInput,
  builder: PlanBuilder,
): readonly StepId[] {
  const present = new Set(observed.containers.map(({ name }) => name));
  let last: readonly StepId[] = [];
  for (const component of service.definition.components) {
    const name = containerName(instance, service.id, service.definition, component.name);
    if (!present.has(name)) continue;
    const { stopGraceSeconds: graceSeconds } = component;
    const step = builder.add({
      type: 'stopContainer',
      target: name,
      phase: 'deploy',
      cause: 'a stop was asked for',
      after: last,
      arguments: { container: name, graceSeconds, stays: true, startOnUndo: true },
    });
    last = [step];
  }
  return last;
}
