import type { StepId } from '../ids.ts';
import { isUp } from '../lifecycle.ts';
import { createPlanBuilder, type PlanBuilder } from './builder.ts';
import { deploy } from './deploy.ts';
import { foldersOf } from './folders.ts';
import { planHash } from './hash.ts';
import type { PlanningInput } from './input.ts';
import { linksOf, type PlannedLink } from './links.ts';
import type { Plan } from './plan.ts';
import { resolve } from './prepare.ts';
import { variablesFor } from './scope.ts';
import { type Situation, situation } from './situation.ts';

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
  // A service that is not up is seen healthy before it is recorded so, also when its containers look as wanted.
  const waits = resolve(input, builder);
  if (stale || !isUp(input.service.status)) deploy(input, builder, components, variables, waits);
  integrate(input, builder, components);
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

function integrate(input: PlanningInput, builder: PlanBuilder, components: readonly Situation[]): void {
  const applied = input.service.links;
  const again = reasonToLinkAgain(components);
  const links = linksOf(input).filter(({ id, hash }) => again !== undefined || applied[id] !== hash);
  const healthy = builder.steps.find(({ type }) => type === 'waitHealthy')?.id;
  const link = ({ id, link: spec }: PlannedLink, after: readonly (StepId | undefined)[]) =>
    builder.add({
      type: 'applyLink',
      target: id,
      phase: 'integrate',
      cause: again ?? (applied[id] === undefined ? 'not linked yet' : 'the link has changed'),
      after,
      arguments: { link: spec },
    });
  // What an application is told about itself comes first: the others may need its login or folders.
  const own = links.filter(isOwn).map((one) => link(one, [healthy]));
  for (const one of links.filter((other) => !isOwn(other))) link(one, [healthy, ...own]);
}

function isOwn({ link: { consumer, provider } }: PlannedLink): boolean {
  return consumer.service === provider.service;
}

/** After its container was not as it should be, every link is looked at; one that is there is only read. */
function reasonToLinkAgain(components: readonly Situation[]): string | undefined {
  const verdicts = components.map(({ verdict }) => verdict.type);
  if (verdicts.includes('missing') || verdicts.includes('diverged')) return 'its container is new';
  return verdicts.every((type) => type === 'fine') ? undefined : 'its container was stopped or cut off';
}

function conclude(input: PlanningInput, builder: PlanBuilder): void {
  const { service } = input;
  if (builder.steps.length === 0 && isUp(service.status) && service.desired === 'running') return;
  // It listens from the beginning; while the operation owns the row, what it hears changes nothing.
  const watched = builder.add({
    type: 'startMonitor',
    target: service.id,
    phase: 'monitor',
    cause: 'from now on it is watched',
    after: builder.steps.filter(({ type }) => type === 'createContainer').map(({ id }) => id),
    arguments: { service: service.id },
  });
  const after = [...builder.steps.map(({ id }) => id).filter((id) => id !== watched), watched];
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
