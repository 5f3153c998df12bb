import type { ContainerSpec } from '../container.ts';
import type { StepId } from '../ids.ts';
import type { PlanBuilder } from './builder.ts';
import { canonicalJson } from './canonical.ts';
import { addressContainer, containerSpec } from './container-spec.ts';
import { connectNetworks, seedFiles } from './furnish.ts';
import type { PlanningInput } from './input.ts';
import { prepare, pull, resources } from './prepare.ts';
import type { Situation } from './situation.ts';
import type { HealthTargets } from './steps.ts';
import type { Variables } from './variables.ts';

/** From the first wait to a healthy service. `stopsOnUndo`: what was stopped before is stopped again when it is taken back. */
export function deploy(
  input: PlanningInput,
  builder: PlanBuilder,
  components: readonly Situation[],
  variables: Variables,
  waits: readonly StepId[],
  stopsOnUndo: boolean,
): void {
  const ready = [
    ...prepare(input, builder),
    ...pull(input, builder, components),
    ...resources(input, builder),
  ];
  const context: DeployContext = { input, builder, variables, waits, ready, stopsOnUndo };
  const deployed = components.flatMap((one) => deployComponent(context, one));
  const healthy = builder.add({
    type: 'waitHealthy',
    target: input.service.id,
    phase: 'deploy',
    cause: 'what follows needs it healthy',
    after: deployed.length > 0 ? deployed : [...waits, ...ready],
    arguments: {
      service: input.service.id,
      targets: targetsOf(input),
      health: input.service.definition.health,
    },
  });
  // A restart leaves the engine's policy as it was.
  for (const { spec } of components.filter(({ verdict }) => verdict.type !== 'restart')) {
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

interface DeployContext {
  readonly input: PlanningInput;
  readonly builder: PlanBuilder;
  readonly variables: Variables;
  /** Steps that bring up required services. */
  readonly waits: readonly StepId[];
  /** Steps that make what a container needs in order to start. */
  readonly ready: readonly StepId[];
  readonly stopsOnUndo: boolean;
}

/** Steps after which the component is in place. */
function deployComponent(context: DeployContext, one: Situation): readonly StepId[] {
  const { input, builder, variables, waits, ready } = context;
  const { component, spec, verdict } = one;
  if (verdict.type === 'fine') return [];
  if (verdict.type === 'detached') return connectNetworks(builder, spec, verdict.lost, verdict.cause, ready);
  if (verdict.type === 'stopped') {
    const files = verdict.fresh ? seedFiles(input, builder, component, spec.name, variables, ready) : [];
    const joined = connectNetworks(builder, spec, verdict.lost, 'container is not in it', ready);
    const after = [...ready, ...files, ...joined, ...waits];
    return [start(builder, spec, verdict.cause, after, context.stopsOnUndo)];
  }
  if (verdict.type === 'restart') {
    const stopped = stopForAWhile(builder, spec, verdict.cause, [...ready, ...waits]);
    return [start(builder, spec, verdict.cause, [stopped])];
  }
  const created = createNew(context, one, verdict);
  const files = seedFiles(input, builder, component, spec.name, variables, [created]);
  const further = spec.network.mode === 'networks' ? spec.network.networks.slice(1) : [];
  const names = further.map(({ name }) => name);
  const joined = connectNetworks(builder, spec, names, 'older engines take one network at creation', [
    created,
  ]);
  return [start(builder, spec, 'ready to run', [created, ...files, ...joined, ...waits])];
}

function start(
  builder: PlanBuilder,
  spec: ContainerSpec,
  cause: string,
  after: readonly StepId[],
  stopsOnUndo = false,
): StepId {
  const undo = stopsOnUndo ? { stopOnUndo: spec.stopGraceSeconds } : {};
  return builder.add({
    type: 'startContainer',
    target: spec.name,
    phase: 'deploy',
    cause,
    after,
    arguments: { container: spec.name, ...undo },
  });
}

function stopForAWhile(
  builder: PlanBuilder,
  spec: ContainerSpec,
  cause: string,
  after: readonly StepId[],
): StepId {
  return builder.add({
    type: 'stopContainer',
    target: spec.name,
    phase: 'deploy',
    cause,
    after,
    arguments: { container: spec.name, graceSeconds: spec.stopGraceSeconds, startOnUndo: true },
  });
}

function createNew(
  { input, builder, waits, ready }: DeployContext,
  { component, spec, hash }: Situation,
  verdict: { readonly type: 'missing' | 'diverged'; readonly cause: string },
): StepId {
  // The old one runs until all that the new one needs is there.
  const removed =
    verdict.type === 'diverged' ? removeOld(builder, spec, verdict.cause, [...ready, ...waits]) : [];
  // The gateway's engine id is looked up when a member is made, so a member waits for its gateway; others are made at once.
  const first = spec.network.mode === 'container' ? waits : [];
  return builder.add({
    type: 'createContainer',
    target: spec.name,
    phase: 'deploy',
    cause: verdict.cause,
    after: removed.length > 0 ? removed : [...ready, ...first],
    arguments: {
      container: spec,
      configHash: hash,
      revision: input.service.revision,
      desired: component === input.service.definition.components[0] ? desiredLabel(input) : '',
    },
  });
}

function removeOld(
  builder: PlanBuilder,
  spec: ContainerSpec,
  cause: string,
  after: readonly StepId[],
): readonly StepId[] {
  const stopped = builder.add({
    type: 'stopContainer',
    target: spec.name,
    phase: 'deploy',
    cause,
    after,
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
