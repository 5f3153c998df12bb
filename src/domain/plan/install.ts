import type { StepId } from '../ids.ts';
import { createPlanBuilder, type PlanBuilder } from './builder.ts';
import { deploy } from './deploy.ts';
import { foldersOf } from './folders.ts';
import { planHash } from './hash.ts';
import type { PlanningInput } from './input.ts';
import { linksOf } from './links.ts';
import type { Plan } from './plan.ts';
import { isUp } from './prepare.ts';
import { variablesFor } from './scope.ts';
import { situation } from './situation.ts';

/**
 * Steps that make the service what its row says: all of them for a new one, what has diverged for one that is there, none when
 * reality is as wanted. Running it on a service in any state converges.
 */
export function planInstall(input: PlanningInput): Plan {
  const builder = createPlanBuilder();
  const variables = variablesFor(input);
  const components = input.service.definition.components.map((component) =>
    situation(input, component, variables),
  );
  const stale = components.some(({ verdict }) => verdict.type !== 'fine');
  if (stale) deploy(input, builder, components, variables);
  integrate(input, builder, stale);
  conclude(input, builder);
  const { steps } = builder;
  return {
    format: 1,
    operation: 'install',
    service: input.service.id,
    hash: planHash(steps, input.digest),
    steps,
    notes: notesOf(input),
  };
}

/** Images, folders, networks and volumes that the plan depends on: what an observation must look for. */
export function lookingFor(input: Omit<PlanningInput, 'observed'>): {
  readonly images: readonly { readonly image: string; readonly digest?: string }[];
  readonly folders: readonly string[];
} {
  const { service, settings } = input;
  return {
    images: service.definition.components.map(({ image, digest }) =>
      digest === undefined ? { image } : { image, digest },
    ),
    folders: foldersOf(service, settings.paths).map(({ path }) => path),
  };
}

function integrate(input: PlanningInput, builder: PlanBuilder, deployed: boolean): void {
  const applied = input.service.links;
  const links = linksOf(input).filter(({ id, hash }) => deployed || applied[id] !== hash);
  const setups: StepId[] = [];
  const healthy = builder.steps.find(({ type }) => type === 'waitHealthy')?.id;
  for (const { id, link } of links) {
    const own = link.consumer.service === link.provider.service;
    const step = builder.add({
      type: 'applyLink',
      target: id,
      phase: 'integrate',
      cause: deployed
        ? 'its container is new'
        : applied[id] === undefined
          ? 'not linked yet'
          : 'the link has changed',
      // What an application is told about itself comes first: the others may need its login or folders.
      after: own ? [healthy] : [healthy, ...setups],
      arguments: { link },
    });
    if (own) setups.push(step);
  }
}

function conclude(input: PlanningInput, builder: PlanBuilder): void {
  const { service } = input;
  if (builder.steps.length === 0 && isUp(service.status) && service.desired === 'running') return;
  const after = builder.steps.map(({ id }) => id);
  builder.add({
    type: 'startMonitor',
    target: service.id,
    phase: 'monitor',
    cause: 'from now on it is watched',
    after,
    arguments: { service: service.id },
  });
  builder.add({
    type: 'saveService',
    target: service.id,
    phase: 'monitor',
    cause: 'it is running',
    after,
    arguments: {
      service: service.id,
      status: 'running',
      desired: 'running',
      links: Object.fromEntries(linksOf(input).map(({ id, hash }) => [id, hash])),
    },
  });
}

function notesOf(input: PlanningInput): readonly string[] {
  const { id, definition } = input.service;
  return definition.requires
    .filter(({ optional, reason }) => !optional && reason.includes('nothing uses it yet'))
    .map(({ default: provider, reason }) => `${provider}: ${reason} (required by ${id})`);
}
