import type { ContainerSpec } from '../container.ts';
import type { ComponentDefinition } from '../definition.ts';
import type { ObservedContainer } from '../observed.ts';
import { containerSpec } from './container-spec.ts';
import { configHash } from './hash.ts';
import type { PlanningInput } from './input.ts';
import type { Variables } from './variables.ts';

/** One component: what it should be, and how the container that is there compares. */
export interface Situation {
  readonly component: ComponentDefinition;
  readonly spec: ContainerSpec;
  readonly hash: string;
  readonly verdict: Verdict;
}

type Verdict =
  | { readonly type: 'fine' }
  | { readonly type: 'missing'; readonly cause: string }
  | { readonly type: 'stopped'; readonly cause: string }
  | { readonly type: 'diverged'; readonly cause: string };

/** Compares by hash alone; what the engine says of a container is never compared field by field. */
export function situation(
  input: PlanningInput,
  component: ComponentDefinition,
  variables: Variables,
): Situation {
  const spec = containerSpec(input, component, variables);
  const hash = configHash(spec, input.digest);
  const observed = input.observed.containers.find(({ name }) => name === spec.name);
  return { component, spec, hash, verdict: judge(observed, hash) };
}

function judge(observed: ObservedContainer | undefined, hash: string): Verdict {
  if (observed === undefined) return { type: 'missing', cause: 'no container yet' };
  if (observed.configHash !== hash) return { type: 'diverged', cause: 'configuration has changed' };
  if (!observed.namespaceAlive)
    return { type: 'diverged', cause: 'the network namespace that it joined is gone' };
  if (observed.state !== 'running') return { type: 'stopped', cause: `container is ${observed.state}` };
  return { type: 'fine' };
}
