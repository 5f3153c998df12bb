import { isDomainError } from '../errors.ts';
import type { StepId } from '../ids.ts';
import { containerName, volumeName } from '../naming.ts';
import { secretPath } from '../secret.ts';
import { createPlanBuilder, type PlanBuilder } from './builder.ts';
import { networksOf } from './container-spec.ts';
import { planHash } from './hash.ts';
import type { PlanningInput } from './input.ts';
import { type PlannedLink, type WantedLink, wantedLinks } from './links.ts';
import type { Plan } from './plan.ts';

export interface UninstallExtent {
  /** Config folders, state volumes and secrets go as well. */
  readonly purge: boolean;
  /** Takes back exactly what these steps of an install made, as if it had never been: for a dependency that nobody wants any more. */
  readonly undoes?: Pick<Plan, 'steps'>;
}

/**
 * Steps that take the service away. Config folders, state volumes and secrets stay unless `purge`; the user's data always
 * stays; a network stays while another container uses it.
 */
export function planUninstall(input: PlanningInput, extent: UninstallExtent): Plan {
  const builder = createPlanBuilder();
  const entries = entriesElsewhere(input);
  const unlinked = unlink(entries, builder);
  const unwatched = builder.add({
    type: 'stopMonitor',
    target: input.service.id,
    phase: 'monitor',
    cause: 'its end is wanted',
    arguments: { service: input.service.id },
  });
  const released = [...unlinked, unwatched];
  const containers = removeContainers(input, builder, released);
  // Where no container is left, what follows still waits for the links: taking them back needs the secrets.
  const removed = containers.length > 0 ? containers : released;
  const cleared = [
    ...removeResources(input, builder, removed, extent),
    ...erase(input, builder, removed, extent),
  ];
  builder.add({
    type: 'saveService',
    target: input.service.id,
    phase: 'monitor',
    cause: 'nothing of it runs any more',
    after: [...removed, ...cleared],
    arguments: { service: input.service.id, status: 'absent', desired: 'absent', links: {} },
  });
  const { steps } = builder;
  const hash = planHash(steps, input.digest);
  return {
    format: 1,
    operation: 'uninstall',
    service: input.service.id,
    hash,
    steps,
    notes: [...notesOf(input, extent), ...staying(input, entries)],
  };
}

interface Entry {
  readonly wanted: WantedLink;
  /** Absent where the application cannot be reached from here: a host that is not reached any more must not keep a service. */
  readonly planned?: PlannedLink;
}

/** What other applications keep about this one. */
function entriesElsewhere(input: PlanningInput): readonly Entry[] {
  const kept = wantedLinks(input).filter(
    ({ id, kind }) => kind === 'indexer-application' && input.service.links[id] !== undefined,
  );
  return kept.map((wanted) => {
    try {
      return { wanted, planned: wanted.plan() };
    } catch (error) {
      if (isDomainError(error) && error.code === 'no-host') return { wanted };
      throw error;
    }
  });
}

/** An application that does not answer does not hold the uninstall up. */
function unlink(entries: readonly Entry[], builder: PlanBuilder): readonly StepId[] {
  const reached = entries.flatMap(({ planned }) => planned ?? []);
  return reached.map(({ id, link }) =>
    builder.add({
      type: 'removeLink',
      target: id,
      phase: 'integrate',
      cause: `${link.provider.service} should forget ${link.consumer.service}`,
      bestEffort: true,
      arguments: { link },
    }),
  );
}

function removeContainers(
  input: PlanningInput,
  builder: PlanBuilder,
  after: readonly StepId[],
): readonly StepId[] {
  const { service, instance, observed } = input;
  const names = new Set(observed.containers.map(({ name }) => name));
  const present = service.definition.components
    .map((component) => ({
      component,
      name: containerName(instance, service.id, service.definition, component.name),
    }))
    .filter(({ name }) => names.has(name));
  return present.map(({ component, name }) => {
    const stopped = builder.add({
      type: 'stopContainer',
      target: name,
      phase: 'deploy',
      cause: 'its end is wanted',
      after,
      arguments: { container: name, graceSeconds: component.stopGraceSeconds },
    });
    return builder.add({
      type: 'removeContainer',
      target: name,
      phase: 'deploy',
      cause: 'its end is wanted',
      after: [stopped],
      arguments: { container: name },
    });
  });
}

function removeResources(
  input: PlanningInput,
  builder: PlanBuilder,
  after: readonly StepId[],
  extent: UninstallExtent,
): readonly StepId[] {
  const { service, instance, observed } = input;
  const networks = networksOf(input).filter(({ name }) => observed.networks.includes(name));
  const volumes = Object.entries(service.definition.volumes)
    .map(([name, { role }]) => ({ role, name: volumeName(instance, service.id, name) }))
    .filter(
      ({ role, name }) => role === 'cache' || (role === 'state' && goes(extent, `createVolume:${name}`)),
    )
    .map(({ name }) => name)
    .filter((name) => observed.volumes.includes(name));
  return [
    ...networks.map(({ name }) =>
      builder.add({
        type: 'removeNetwork',
        target: name,
        phase: 'resources',
        cause: 'goes with the last container that uses it',
        after,
        arguments: { name },
      }),
    ),
    ...volumes.map((name) =>
      builder.add({
        type: 'removeVolume',
        target: name,
        phase: 'resources',
        cause: extent.purge ? 'purge was asked for' : 'nothing of it is wanted',
        after,
        arguments: { name },
      }),
    ),
  ];
}

function erase(
  input: PlanningInput,
  builder: PlanBuilder,
  after: readonly StepId[],
  extent: UninstallExtent,
): readonly StepId[] {
  const { service, settings, secretVersions } = input;
  const { config, data } = settings.paths;
  const path = `${config}/${service.id}`;
  const own = Object.values(service.definition.volumes).some(({ role }) => role === 'config');
  const folders = own && goes(extent, `ensureDirectory:${path}`) ? [path] : [];
  // What the program itself made (an API key that a link read) is worth nothing without the program's own folder.
  const obtained = new Set(
    Object.entries(service.definition.secrets)
      .filter(([, { generator }]) => generator.type === 'obtained')
      .map(([name]) => secretPath(service.id, name)),
  );
  const secrets = [...secretVersions.keys()]
    .sort()
    .filter(
      (secret) => goes(extent, `ensureSecret:${secret}`) || (obtained.has(secret) && folders.length > 0),
    );
  const common = {
    phase: 'prepare',
    cause: extent.purge ? 'purge was asked for' : 'nothing of it is wanted',
    after,
  } as const;
  return [
    ...folders.map((target) =>
      builder.add({
        type: 'removeDirectory',
        target,
        ...common,
        arguments: { path: target, configRoot: config, dataRoot: data },
      }),
    ),
    ...secrets.map((target) =>
      builder.add({ type: 'forgetSecret', target, ...common, arguments: { path: target } }),
    ),
  ];
}

/** Whether what a step of the install made goes with the uninstall. */
function goes({ purge, undoes }: UninstallExtent, step: string): boolean {
  return purge || undoes?.steps.some(({ id }) => id === step) === true;
}

function staying({ service }: PlanningInput, entries: readonly Entry[]): readonly string[] {
  return entries
    .filter(({ planned }) => planned === undefined)
    .map(
      ({ wanted }) =>
        `${wanted.provider} keeps its entry about ${service.id}: between their hosts there is no address any more`,
    );
}

function notesOf(
  { settings, service, instance }: PlanningInput,
  { purge, undoes }: UninstallExtent,
): readonly string[] {
  const data = `${settings.paths.data} stays as it is`;
  if (purge || undoes !== undefined) return [data];
  const volumes = Object.entries(service.definition.volumes);
  const kept = [
    ...(volumes.some(([, { role }]) => role === 'config') ? [`${settings.paths.config}/${service.id}`] : []),
    ...volumes
      .filter(([, { role }]) => role === 'state')
      .map(([name]) => volumeName(instance, service.id, name)),
    'its secrets',
  ];
  return [data, `${kept.join(' and ')} stay; --purge removes them`];
}
