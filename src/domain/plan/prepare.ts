import type { HostId, ServiceId, StepId } from '../ids.ts';
import { isUp } from '../lifecycle.ts';
import { volumeName } from '../naming.ts';
import type { PlanBuilder } from './builder.ts';
import { networksOf } from './container-spec.ts';
import { foldersOf } from './folders.ts';
import type { PlanningInput } from './input.ts';
import { secretsOf } from './scope.ts';
import type { Situation } from './situation.ts';

/** Waits for every required service that is not up. */
export function resolve(input: PlanningInput, builder: PlanBuilder): readonly StepId[] {
  const { id, definition } = input.service;
  const required = input.edges.filter(({ consumer, optional }) => consumer === id && !optional);
  const missing = required.filter(({ provider }) => !isThere(input, provider));
  // One provider may meet several requirements; it is awaited once, for the first of them.
  const once = missing.filter(
    (edge, at) => missing.findIndex(({ provider }) => provider === edge.provider) === at,
  );
  return once.map(({ provider, capability }) => {
    const reason =
      definition.requires.find((requirement) => requirement.capability === capability)?.reason ?? '';
    return builder.add({
      type: 'waitForService',
      target: provider,
      phase: 'resolve',
      cause: reason === '' ? `${id} requires ${capability}` : `${id} requires ${capability}: ${reason}`,
      arguments: { service: provider, capability, ...elsewhere(input, provider) },
    });
  });
}

function elsewhere({ service, neighbours }: PlanningInput, provider: ServiceId): { readonly host?: HostId } {
  const host = neighbours.get(provider)?.host;
  return host === undefined || host === service.host ? {} : { host };
}

/** Its row says that it is up, and, where this host can see that, its containers run. */
function isThere({ service, neighbours, observed }: PlanningInput, provider: ServiceId): boolean {
  const row = neighbours.get(provider);
  if (row === undefined || !isUp(row.status)) return false;
  return row.host !== service.host || observed.running.includes(provider);
}

/** Secrets and folders that are not there. */
export function prepare(input: PlanningInput, builder: PlanBuilder): readonly StepId[] {
  const { service, settings, observed } = input;
  const secrets = secretsOf(input).filter(({ write }) => write);
  const folders = foldersOf(service, settings.paths).filter(({ path }) => !observed.folders.includes(path));
  const roots = { configRoot: settings.paths.config, dataRoot: settings.paths.data };
  const { uid, gid } = settings.user;
  return [
    ...secrets.map(({ name, path }) => {
      const sealed = service.sealed[name];
      const generator = service.definition.secrets[name]?.generator ?? { type: 'entered' as const };
      return builder.add({
        type: 'ensureSecret',
        target: path,
        phase: 'prepare',
        cause: sealed === undefined ? 'no value yet' : 'a value was entered',
        arguments: { path, generator, ...(sealed === undefined ? {} : { sealed }) },
      });
    }),
    ...ensureFolders(builder, folders, { uid, gid, mode: 0o775 }, roots),
  ];
}

function ensureFolders(
  builder: PlanBuilder,
  folders: ReturnType<typeof foldersOf>,
  owner: { readonly uid: number; readonly gid: number; readonly mode: number },
  roots: { readonly configRoot: string; readonly dataRoot: string },
): readonly StepId[] {
  const ids = new Map<string, StepId>();
  for (const { path, own } of folders) {
    const parent = [...ids.keys()].findLast((other) => path.startsWith(`${other}/`));
    const id = builder.add({
      type: 'ensureDirectory',
      target: path,
      phase: 'prepare',
      cause: 'no folder yet',
      after: [parent === undefined ? undefined : ids.get(parent)],
      arguments: { path, ...owner, ...(own ? { own: roots } : {}) },
    });
    ids.set(path, id);
  }
  return [...ids.values()];
}

/** Images that the engine does not have and that a new container needs. */
export function pull(
  input: PlanningInput,
  builder: PlanBuilder,
  components: readonly Situation[],
): readonly StepId[] {
  const created = components.filter(
    ({ verdict }) => verdict.type === 'missing' || verdict.type === 'diverged',
  );
  const wanted = new Map(created.map(({ component }) => [component.image, component]));
  const missing = [...wanted.values()].filter(({ image }) => !input.observed.images.includes(image));
  return missing.map(({ image, digest, vendorImage }) =>
    builder.add({
      type: 'pullImage',
      target: image,
      phase: 'pull',
      cause:
        image === vendorImage
          ? 'the engine does not have it'
          : `the engine does not have it; stands for ${vendorImage}`,
      arguments: { image, vendorImage, ...(digest === undefined ? {} : { digest }) },
    }),
  );
}

/** Networks and volumes that are not there. */
export function resources(input: PlanningInput, builder: PlanBuilder): readonly StepId[] {
  const { service, instance, observed, settings } = input;
  const networks = networksOf(input).filter(({ name }) => !observed.networks.includes(name));
  const volumes = Object.entries(service.definition.volumes)
    .filter(([, { role }]) => role === 'cache' || role === 'state')
    .map(([name]) => volumeName(instance, service.id, name))
    .filter((name) => !observed.volumes.includes(name));
  return [
    ...networks.map(({ name, internal }) =>
      builder.add({
        type: 'createNetwork',
        target: name,
        phase: 'resources',
        cause: 'no network yet',
        arguments: { name, internal, pool: settings.network.pool },
      }),
    ),
    ...volumes.map((name) =>
      builder.add({
        type: 'createVolume',
        target: name,
        phase: 'resources',
        cause: 'no volume yet',
        arguments: { name, service: service.id },
      }),
    ),
  ];
}
