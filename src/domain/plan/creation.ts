import { canonicalJson } from './canonical.ts';
import { addressContainer, containerSpec } from './container-spec.ts';
import type { PlanningInput } from './input.ts';
import type { Situation } from './situation.ts';
import type { HealthTargets, StepArguments } from './steps.ts';

/** All that it takes to make the component's container. */
export function creation(
  input: PlanningInput,
  { component, spec, hash }: Pick<Situation, 'component' | 'spec' | 'hash'>,
): StepArguments['createContainer'] {
  return {
    container: spec,
    configHash: hash,
    revision: input.service.revision,
    desired: component === input.service.definition.components[0] ? desiredLabel(input) : '',
  };
}

/** Where the service's probes go, by component. */
export function targetsOf(input: PlanningInput): HealthTargets {
  const { service } = input;
  const targets = service.definition.components.map((component) => [
    component.name,
    {
      address: addressContainer(input, service, component),
      container: containerSpec(input, component, { plain: {}, secrets: {} }).name,
    },
  ]);
  return Object.fromEntries(targets);
}

/** Enough to adopt the service when its row is lost. No secret is in a row. */
function desiredLabel(input: PlanningInput): string {
  const { id, definition, settings, ports, origin } = input.service;
  const requires = input.edges
    .filter(({ consumer }) => consumer === id)
    .map(({ provider, capability, optional, via }) => ({ provider, capability, optional, via }));
  return canonicalJson({
    id,
    definition: definition.id,
    version: definition.version,
    settings,
    ports,
    origin,
    requires,
    health: definition.health,
    targets: targetsOf(input),
  });
}
