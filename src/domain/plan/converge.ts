import type { StepId } from '../ids.ts';
import { isUp } from '../lifecycle.ts';
import type { Happening } from '../monitoring.ts';
import type { ServiceOperation } from '../operation.ts';
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

/** Operations after which the service is up. */
export type ConvergingOperation = Exclude<ServiceOperation, 'uninstall' | 'stop'>;

/**
 * Steps that make the service what its row says: all of them for a new one, what has diverged for one that is there, none when
 * reality is as wanted. Running it on a service in any state converges. A restart begins running containers anew; so does a
 * recovery when they run without being well.
 */
export function planConvergence(
  input: PlanningInput,
  operation: ConvergingOperation,
  happened?: Happening,
): Plan {
  const builder = createPlanBuilder();
  const variables = variablesFor(input);
  const anew = reasonToRestart(input, operation);
  const components = input.service.definition.components
    .map((component) => situation(input, component, variables))
    .map((one) => (anew === undefined ? one : restarted(one, anew, input, happened)));
  const stale = components.some(({ verdict }) => verdict.type !== 'fine');
  // A service that is not up is seen healthy before it is recorded so, also when its containers look as wanted.
  const waits = resolve(input, builder);
  if (stale || operation === 'recover' || !isUp(input.service.status)) {
    deploy({ input, builder, variables, operation }, components, waits);
  }
  integrate(input, builder, components, operation);
  conclude(input, builder, operation);
  const { steps } = builder;
  return {
    format: 1,
    operation,
    service: input.service.id,
    hash: planHash(steps, input.digest),
    steps,
    notes: [...placementOf(input, operation), ...notesOf(input)],
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

function reasonToRestart({ service }: PlanningInput, operation: ConvergingOperation): string | undefined {
  if (operation === 'restart') return 'a restart was asked for';
  const ailing =
    service.health === 'unhealthy' || (service.status === 'failed' && service.health !== 'healthy');
  return operation === 'recover' && ailing ? 'it runs, but it is not well' : undefined;
}

/** What ended and was started again by the engine gets its time to come up. */
function restarted(
  one: Situation,
  cause: string,
  { observed, service }: PlanningInput,
  happened: Happening | undefined,
): Situation {
  if (one.verdict.type !== 'fine') return one;
  const startedAt = observed.containers.find(({ name }) => name === one.spec.name)?.startedAt;
  const age =
    startedAt === undefined || observed.at === undefined
      ? undefined
      : Date.parse(observed.at) - Date.parse(startedAt);
  const young = age !== undefined && age < service.definition.health.startSeconds * 1000;
  const begunAnew = happened === 'ended' || happened === 'out-of-memory';
  if (begunAnew && young && service.status !== 'failed') return one;
  return { ...one, verdict: { type: 'restart', cause } };
}

function integrate(
  input: PlanningInput,
  builder: PlanBuilder,
  components: readonly Situation[],
  operation: ConvergingOperation,
): void {
  const applied = input.service.links;
  const again = reasonToLinkAgain(components, operation);
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
function reasonToLinkAgain(
  components: readonly Situation[],
  operation: ConvergingOperation,
): string | undefined {
  const verdicts = components.map(({ verdict }) => verdict.type);
  if (verdicts.includes('missing') || verdicts.includes('diverged')) return 'its container is new';
  // Stopped and started on purpose, with all that it keeps where it was.
  if (operation === 'start' || operation === 'restart') return undefined;
  return verdicts.every((type) => type === 'fine') ? undefined : 'its container was stopped or cut off';
}

function conclude(input: PlanningInput, builder: PlanBuilder, operation: ConvergingOperation): void {
  const { service } = input;
  if (builder.steps.length === 0 && isUp(service.status) && service.desired === 'running') return;
  // It listens from the beginning; while the operation owns the row, what it hears changes nothing.
  const unwatched = operation === 'install' || service.status === 'failed';
  const watched = unwatched ? [watch(input, builder)] : [];
  const others = builder.steps.map(({ id }) => id).filter((id) => !watched.includes(id));
  builder.add({
    type: 'saveService',
    target: service.id,
    phase: 'monitor',
    cause: 'it is running',
    after: [...others, ...watched],
    arguments: {
      service: service.id,
      status: 'running',
      desired: 'running',
      links: Object.fromEntries(linksOf(input).map(({ id, hash }) => [id, hash])),
    },
  });
}

/** A service that is there is watched already, but one whose install was undone. */
function watch({ service }: PlanningInput, builder: PlanBuilder): StepId {
  return builder.add({
    type: 'startMonitor',
    target: service.id,
    phase: 'monitor',
    cause: 'from now on it is watched',
    after: builder.steps.filter(({ type }) => type === 'createContainer').map(({ id }) => id),
    arguments: { service: service.id },
  });
}

/** A person is told while the service comes, not with every later change. */
function placementOf({ service }: PlanningInput, operation: ConvergingOperation): readonly string[] {
  return operation === 'install' && !isUp(service.status) ? (service.placement ?? []) : [];
}

function notesOf(input: PlanningInput): readonly string[] {
  const { id, definition } = input.service;
  return definition.requires
    .filter(({ optional, reason }) => !optional && reason.includes('nothing uses it yet'))
    .map(({ default: provider, reason }) => `${provider}: ${reason} (required by ${id})`);
}
