import type { ContainerSpec } from '../container.ts';
import type { ComponentName, StepId } from '../ids.ts';
import type { ServiceOperation } from '../operation.ts';
import type { PlanBuilder } from './builder.ts';
import { creation, targetsOf } from './creation.ts';
import { connectNetworks, seedFiles } from './furnish.ts';
import type { PlanningInput } from './input.ts';
import { prepare, pull, resources } from './prepare.ts';
import { removeOld } from './replace.ts';
import type { Situation, Verdict } from './situation.ts';
import type { Variables } from './variables.ts';

export interface Deploying {
  readonly input: PlanningInput;
  readonly builder: PlanBuilder;
  readonly variables: Variables;
  readonly operation: ServiceOperation;
}

/** From the first wait to a healthy service. */
export function deploy(
  deploying: Deploying,
  components: readonly Situation[],
  waits: readonly StepId[],
): void {
  const { input, builder, operation } = deploying;
  const ready = [
    ...prepare(input, builder),
    ...pull(input, builder, components),
    ...resources(input, builder),
  ];
  const old = replaceable({ ...deploying, waits, ready }, components);
  const context: DeployContext = { ...deploying, waits, ready, old };
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
  // A restart leaves the engine's policy as it was; but that of a service that is not well may be `no`, for its breaker may be open.
  const { status, health: known } = input.service;
  const wellBefore = operation !== 'recover' && status === 'running' && known === 'healthy';
  const kept = (verdict: Verdict) => wellBefore && verdict.type === 'restart';
  for (const { spec } of components.filter(({ verdict }) => !kept(verdict))) {
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

interface DeployContext extends Deploying {
  /** Steps that bring up required services. */
  readonly waits: readonly StepId[];
  /** Steps that make what a container needs in order to start. */
  readonly ready: readonly StepId[];
  /** Steps after which a container that is to be replaced is gone, by its name. */
  readonly old: ReadonlyMap<string, StepId>;
}

/** Takes away the containers that have diverged. They run until all that the new ones need is there. */
function replaceable(
  { input, builder, operation, ready, waits }: Omit<DeployContext, 'old'>,
  components: readonly Situation[],
): ReadonlyMap<string, StepId> {
  const diverged = components.flatMap(({ component, spec, verdict }) => {
    if (verdict.type === 'diverged') return [{ spec, name: spec.name, cause: verdict.cause }];
    const stray = verdict.type === 'missing' ? strayOf(input, component.name, spec.name) : undefined;
    return stray === undefined ? [] : [{ spec, name: stray, cause: `it was ${spec.name} once` }];
  });
  return removeOld({ input, builder, operation }, diverged, [...ready, ...waits]);
}

/** The component's container under a name that somebody gave it: it holds the ports and folders of the one that is to be. */
function strayOf({ observed }: PlanningInput, component: ComponentName, name: string): string | undefined {
  return observed.containers.find((one) => one.component === component && one.name !== name)?.name;
}

/** Steps after which the component is in place. */
function deployComponent(context: DeployContext, one: Situation): readonly StepId[] {
  const { input, builder, variables, waits, ready, operation } = context;
  const { component, spec, verdict } = one;
  if (verdict.type === 'fine') return [];
  if (verdict.type === 'detached') return connectNetworks(builder, spec, verdict.lost, verdict.cause, ready);
  if (verdict.type === 'stopped') {
    const files = verdict.fresh ? seedFiles(input, builder, component, spec.name, variables, ready) : [];
    const joined = connectNetworks(builder, spec, verdict.lost, 'container is not in it', ready);
    const after = [...ready, ...files, ...joined, ...waits];
    // What was stopped before is stopped again when the start is taken back.
    return [start(builder, spec, verdict.cause, after, operation === 'start')];
  }
  if (verdict.type === 'restart') {
    const stopped = stopForAWhile(builder, spec, verdict.cause, [...ready, ...waits]);
    return [start(builder, spec, verdict.cause, [stopped])];
  }
  const created = createNew(context, one, verdict.cause);
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
  { input, builder, waits, ready, old }: DeployContext,
  one: Situation,
  cause: string,
): StepId {
  const { spec } = one;
  const removed = old.get(spec.name);
  // The gateway's engine id is looked up when a member is made, so a member waits for its gateway; others are made at once.
  const first = spec.network.mode === 'container' ? waits : [];
  return builder.add({
    type: 'createContainer',
    target: spec.name,
    phase: 'deploy',
    cause,
    after: removed === undefined ? [...ready, ...first] : [removed],
    arguments: creation(input, one),
  });
}
