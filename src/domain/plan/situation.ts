import type { ContainerSpec } from '../container.ts';
import type { ComponentDefinition } from '../definition.ts';
import type { ContainerState, ObservedContainer } from '../observed.ts';
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

export type Verdict =
  | { readonly type: 'fine' }
  | { readonly type: 'missing'; readonly cause: string }
  /** `fresh`: it never ran, so its files may still be missing. `lost`: networks that it is not attached to. */
  | {
      readonly type: 'stopped';
      readonly cause: string;
      readonly fresh: boolean;
      readonly lost: readonly string[];
    }
  | { readonly type: 'detached'; readonly cause: string; readonly lost: readonly string[] }
  | { readonly type: 'diverged'; readonly cause: string }
  /** It runs as it should, and is to begin anew all the same. */
  | { readonly type: 'restart'; readonly cause: string };

/** Compares by hash alone; what the engine says of a container is never compared field by field. */
export function situation(
  input: PlanningInput,
  component: ComponentDefinition,
  variables: Variables,
): Situation {
  const spec = containerSpec(input, component, variables);
  const hash = configHash(spec, input.digest);
  const observed = input.observed.containers.find(({ name }) => name === spec.name);
  return { component, spec, hash, verdict: judge(spec, hash, observed, input.observed.networks) };
}

/** States from which no start leads back. */
const beyondStart: readonly ContainerState[] = ['dead', 'removing'];

function judge(
  spec: ContainerSpec,
  hash: string,
  observed: ObservedContainer | undefined,
  networks: readonly string[],
): Verdict {
  if (observed === undefined) return { type: 'missing', cause: 'no container yet' };
  if (observed.configHash !== hash) return { type: 'diverged', cause: 'configuration has changed' };
  if (!observed.namespaceAlive)
    return { type: 'diverged', cause: 'the network namespace that it joined is gone' };
  const { state } = observed;
  if (beyondStart.includes(state)) return { type: 'diverged', cause: `container is ${state}` };
  const attached = spec.network.mode === 'networks' ? spec.network.networks : [];
  const wanted = attached.map(({ name }) => name);
  const lost = attached.filter((network) => !isAttached(observed, network)).map(({ name }) => name);
  if (state === 'running') {
    return lost.length === 0
      ? { type: 'fine' }
      : { type: 'detached', cause: 'container is not in it any more', lost };
  }
  // The engine holds a stopped container to the id of its network, which a new one of the same name does not have.
  if (!wanted.every((name) => networks.includes(name)))
    return { type: 'diverged', cause: 'a network that it was in is gone' };
  return { type: 'stopped', cause: `container is ${state}`, fresh: state === 'created', lost };
}

/** It is in the network and answers to its names there, as far as the engine tells them. */
function isAttached(
  { networks, aliases }: ObservedContainer,
  { name, aliases: wanted }: { readonly name: string; readonly aliases: readonly string[] },
): boolean {
  const known = aliases?.[name];
  return networks.includes(name) && (known === undefined || wanted.every((alias) => known.includes(alias)));
}
