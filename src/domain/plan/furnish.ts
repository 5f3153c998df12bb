import type { ContainerSpec } from '../container.ts';
import type { ComponentDefinition } from '../definition.ts';
import type { StepId } from '../ids.ts';
import type { PlanBuilder } from './builder.ts';
import type { PlanningInput } from './input.ts';
import { fillIn, type Variables } from './variables.ts';

/** Files that the component wants before its first start. */
export function seedFiles(
  input: PlanningInput,
  builder: PlanBuilder,
  component: ComponentDefinition,
  container: string,
  variables: Variables,
  after: readonly StepId[],
): readonly StepId[] {
  const { uid, gid } = input.settings.user;
  const files = input.service.definition.files.filter((file) => file.component === component.name);
  return files.map(({ path, content, mode }) =>
    builder.add({
      type: 'seedFile',
      target: `${container}:${path}`,
      phase: 'deploy',
      cause: 'needed before the first start',
      after,
      arguments: { container, path, content: fillIn(content, variables), uid, gid, mode },
    }),
  );
}

/** Attaches the container to those of its networks that are named. */
export function connectNetworks(
  builder: PlanBuilder,
  spec: ContainerSpec,
  names: readonly string[],
  cause: string,
  after: readonly StepId[],
): readonly StepId[] {
  const networks = spec.network.mode === 'networks' ? spec.network.networks : [];
  return networks
    .filter(({ name }) => names.includes(name))
    .map(({ name, aliases }) =>
      builder.add({
        type: 'connectNetwork',
        target: `${spec.name}:${name}`,
        phase: 'deploy',
        cause,
        after,
        arguments: { container: spec.name, network: name, aliases },
      }),
    );
}
