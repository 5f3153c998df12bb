import type { ContainerSpec } from '../container.ts';
import type { StepId } from '../ids.ts';
import { isRevisable, type ServiceOperation } from '../operation.ts';
import { asBefore } from '../service-change.ts';
import type { PlanBuilder } from './builder.ts';
import { creation } from './creation.ts';
import type { PlanningInput } from './input.ts';
import { variablesFor } from './scope.ts';
import { situation } from './situation.ts';
import type { StepArguments } from './steps.ts';

export interface Replacing {
  readonly input: PlanningInput;
  readonly builder: PlanBuilder;
  readonly operation: ServiceOperation;
}

interface Diverged {
  /** What is to be. */
  readonly spec: ContainerSpec;
  /** What is there. */
  readonly name: string;
  readonly cause: string;
}

/**
 * Stops and removes containers that are to be replaced; before an update, what they keep is saved in between. What a change took
 * away is made again when the change is taken back.
 */
export function removeOld(
  { input, builder, operation }: Replacing,
  diverged: readonly Diverged[],
  after: readonly StepId[],
): ReadonlyMap<string, StepId> {
  const revisable = isRevisable(operation);
  const stops = diverged.map(({ spec, name, cause }) =>
    builder.add({
      type: 'stopContainer',
      target: name,
      phase: 'deploy',
      cause,
      after,
      arguments: {
        container: name,
        graceSeconds: spec.stopGraceSeconds,
        ...(revisable ? { stays: true as const, startOnUndo: true as const } : {}),
      },
    }),
  );
  const saved = operation === 'update' ? save(input, builder, stops) : [];
  const before = revisable ? creationsBefore(input) : new Map<string, StepArguments['createContainer']>();
  const removed = diverged.map(({ spec, name, cause }, at) => {
    const restore = before.get(spec.name);
    const stopped = stops[at];
    const id = builder.add({
      type: 'removeContainer',
      target: name,
      phase: 'deploy',
      cause,
      after: [stopped, ...saved],
      arguments: { container: name, ...(restore === undefined ? {} : { restore }) },
    });
    return [spec.name, id] as const;
  });
  return new Map(removed);
}

/** A newer program may change what it keeps in ways that an older one cannot read. */
function save(
  { service, settings: { paths }, observed }: PlanningInput,
  builder: PlanBuilder,
  after: readonly StepId[],
): readonly StepId[] {
  const path = `${paths.config}/${service.id}`;
  const own = Object.values(service.definition.volumes).some(({ role }) => role === 'config');
  if (!own || after.length === 0 || !observed.folders.includes(path)) return [];
  const saved = builder.add({
    type: 'snapshotFolder',
    target: path,
    phase: 'deploy',
    cause: 'the newer program may change it for good',
    after,
    arguments: { path, service: service.id, configRoot: paths.config, dataRoot: paths.data },
  });
  return [saved];
}

/** By container name, what the row before the change would make. */
function creationsBefore(input: PlanningInput): ReadonlyMap<string, StepArguments['createContainer']> {
  if (input.service.previous === undefined) return new Map();
  const before = { ...input, service: asBefore(input.service) };
  const variables = variablesFor(before);
  const made = before.service.definition.components.map((component) => {
    const one = situation(before, component, variables);
    return [one.spec.name, creation(before, one)] as const;
  });
  return new Map(made);
}
