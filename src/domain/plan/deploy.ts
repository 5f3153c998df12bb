import type { ContainerSpec } from '../container.ts';
import type { ComponentDefinition } from '../definition.ts';
import type { StepId } from '../ids.ts';
import type { PlanBuilder } from './builder.ts';
import { canonicalJson } from './canonical.ts';
import { addressContainer, containerSpec } from './container-spec.ts';
import type { PlanningInput } from './input.ts';
import { prepare, pull, resolve, resources } from './prepare.ts';
import type { Situation } from './situation.ts';
import type { HealthTargets } from './steps.ts';
import { fillIn, type Variables } from './variables.ts';

/** From the first wait to a healthy service. */
export function deploy(
  input: PlanningInput,
  builder: PlanBuilder,
  components: readonly Situation[],
  variables: Variables,
): void {
  const waits = resolve(input, builder);
  const ready = [
    ...prepare(input, builder),
    ...pull(input, builder, components),
    ...resources(input, builder),
  ];
  const started = components.map((one) => deployComponent(input, builder, one, variables, waits, ready));
  const healthy = builder.add({
    type: 'waitHealthy',
    target: input.service.id,
    phase: 'deploy',
    cause: 'what follows needs it healthy',
    after: started,
    arguments: {
      service: input.service.id,
      targets: targetsOf(input),
      health: input.service.definition.health,
    },
  });
  for (const { spec } of components) {
    builder.add({
      type: 'keepRunning',
      target: spec.name,
      phase: 'monitor',
      cause: 'it was healthy once, so the engine restarts it from now on',
      after: [healthy],
      arguments: { container: spec.name },
    });
  }
}

function deployComponent(
  input: PlanningInput,
  builder: PlanBuilder,
  { component, spec, hash, verdict }: Situation,
  variables: Variables,
  waits: readonly StepId[],
  ready: readonly StepId[],
): StepId | undefined {
  if (verdict.type === 'fine') return undefined;
  const start = (after: readonly StepId[], cause: string) =>
    builder.add({
      type: 'startContainer',
      target: spec.name,
      phase: 'deploy',
      cause,
      after: [...after, ...waits],
      arguments: { container: spec.name },
    });
  if (verdict.type === 'stopped') return start([], verdict.cause);
  const removed = verdict.type === 'diverged' ? removeOld(builder, spec, verdict.cause, ready) : [];
  // The gateway's engine id is looked up when a member is made, so a member waits for its gateway; others are made at once.
  const first = spec.network.mode === 'container' ? waits : [];
  const created = builder.add({
    type: 'createContainer',
    target: spec.name,
    phase: 'deploy',
    cause: verdict.cause,
    after: [...ready, ...removed, ...first],
    arguments: {
      container: spec,
      configHash: hash,
      revision: input.service.revision,
      desired: component === input.service.definition.components[0] ? desiredLabel(input) : '',
    },
  });
  return start(furnish(input, builder, component, spec, created, variables), 'ready to run');
}

function removeOld(
  builder: PlanBuilder,
  spec: ContainerSpec,
  cause: string,
  ready: readonly StepId[],
): readonly StepId[] {
  const stopped = builder.add({
    type: 'stopContainer',
    target: spec.name,
    phase: 'deploy',
    cause,
    // The old one runs until all that the new one needs is there.
    after: ready,
    arguments: { container: spec.name, graceSeconds: spec.stopGraceSeconds },
  });
  const removed = builder.add({
    type: 'removeContainer',
    target: spec.name,
    phase: 'deploy',
    cause,
    after: [stopped],
    arguments: { container: spec.name },
  });
  return [removed];
}

/** Files and further networks of a container that was made and does not run yet. */
function furnish(
  input: PlanningInput,
  builder: PlanBuilder,
  component: ComponentDefinition,
  spec: ContainerSpec,
  created: StepId,
  variables: Variables,
): readonly StepId[] {
  const { uid, gid } = input.settings.user;
  const files = input.service.definition.files
    .filter((file) => file.component === component.name)
    .map(({ path, content, mode }) =>
      builder.add({
        type: 'seedFile',
        target: `${spec.name}:${path}`,
        phase: 'deploy',
        cause: 'needed before the first start',
        after: [created],
        arguments: { container: spec.name, path, content: fillIn(content, variables), uid, gid, mode },
      }),
    );
  const further = spec.network.mode === 'networks' ? spec.network.networks.slice(1) : [];
  const connected = further.map(({ name, aliases }) =>
    builder.add({
      type: 'connectNetwork',
      target: `${spec.name}:${name}`,
      phase: 'deploy',
      cause: 'older engines take one network at creation',
      after: [created],
      arguments: { container: spec.name, network: name, aliases },
    }),
  );
  return [created, ...files, ...connected];
}

function targetsOf(input: PlanningInput): HealthTargets {
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
