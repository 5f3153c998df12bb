import { type ContainerAnswer, containerAnswer, containerList } from '#adapters/docker/connection/answers.ts';
import { isRefusal } from '#adapters/docker/connection/engine-errors.ts';
import type { DockerContext } from '#adapters/docker/context.ts';
import { ownFilter, requireOurs } from '#adapters/docker/ownership.ts';
import { isNever } from '#adapters/docker/times.ts';
import { labels } from '#contracts/labels.ts';
import { DomainError } from '#domain/errors.ts';
import { componentName, isSlug, type ServiceId, serviceId } from '#domain/ids.ts';
import type { ObservedContainer } from '#domain/observed.ts';
import type { ContainerDetail } from '#ports/container-runtime.ts';
import { namespaceAlive, namespaceOf } from './namespace.ts';

/** How many inspections a list may have under way at once. */
const parallel = 8;

/** Every container of the instance, whatever its state. One that goes while it is being looked at is left out. */
export async function listContainers(
  context: DockerContext,
  filter: { readonly service?: ServiceId } = {},
): Promise<readonly ObservedContainer[]> {
  const more = filter.service === undefined ? {} : { [labels.service]: filter.service };
  const listed = await context.engine.ask(containerList, {
    method: 'GET',
    path: '/containers/json',
    query: { all: true, filters: ownFilter(context.instance, more) },
  });
  const look = lookOnce(context);
  const found: ObservedContainer[] = [];
  for (let from = 0; from < listed.length; from += parallel) {
    const some = listed.slice(from, from + parallel);
    const observed = await Promise.all(some.map(async ({ Id }) => observe(await look(Id), look)));
    found.push(...observed.filter((container) => container !== undefined));
  }
  return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** What the engine has under that id or name, ours or not. */
export async function lookAt(context: DockerContext, name: string): Promise<ContainerAnswer | undefined> {
  try {
    const path = `/containers/${encodeURIComponent(name)}/json`;
    return await context.engine.ask(containerAnswer, { method: 'GET', path });
  } catch (error) {
    if (isRefusal(error, 404)) return undefined;
    throw error;
  }
}

/** The container, which must be there and be ours. */
export async function ownContainer(context: DockerContext, name: string): Promise<ContainerAnswer> {
  const found = await lookAt(context, name);
  if (found === undefined) throw new DomainError('not-found', `There is no container "${name}".`);
  requireOurs(context.instance, 'container', name, found.Config.Labels);
  return found;
}

export async function inspectContainer(
  context: DockerContext,
  name: string,
): Promise<ContainerDetail | undefined> {
  const found = await lookAt(context, name);
  if (found === undefined) return undefined;
  const exitCode = exitCodeOf(found);
  const health = healthOf(found.State.Health?.Status);
  const shared = namespaceOf(found);
  return {
    id: found.Id,
    name: found.Name,
    state: found.State.Status,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(found.State.Error === '' ? {} : { error: found.State.Error }),
    oomKilled: found.State.OOMKilled,
    ...(isNever(found.State.StartedAt) ? {} : { startedAt: found.State.StartedAt }),
    ...(health === undefined ? {} : { health }),
    restarts: found.RestartCount,
    addresses: addressesOf(found),
    ...(shared === undefined ? {} : { namespaceOf: shared }),
    labels: found.Config.Labels,
  };
}

export function exitCodeOf({ State: state }: ContainerAnswer): number | undefined {
  if (state.Status === 'exited' || state.Status === 'dead' || state.Status === 'restarting')
    return state.ExitCode;
  // A start that the engine refused leaves the container created, with a code of its own.
  return state.Status === 'created' && state.ExitCode !== 0 ? state.ExitCode : undefined;
}

export function healthOf(status: string | undefined): 'starting' | 'healthy' | 'unhealthy' | undefined {
  return status === 'starting' || status === 'healthy' || status === 'unhealthy' ? status : undefined;
}

type Look = (id: string) => Promise<ContainerAnswer | undefined>;

/** Members of one namespace all ask for the same gateway. */
function lookOnce(context: DockerContext): Look {
  const seen = new Map<string, Promise<ContainerAnswer | undefined>>();
  return (id) => {
    const known = seen.get(id) ?? lookAt(context, id);
    seen.set(id, known);
    return known;
  };
}

/** Undefined too for what carries our instance's label and yet names no service: nobody could say what it is. */
async function observe(
  found: ContainerAnswer | undefined,
  look: Look,
): Promise<ObservedContainer | undefined> {
  if (found === undefined) return undefined;
  const { [labels.service]: service = '', [labels.component]: component = '' } = found.Config.Labels;
  if (!isSlug(service) || !isSlug(component)) return undefined;
  const exitCode = exitCodeOf(found);
  const shared = namespaceOf(found);
  return {
    id: found.Id,
    name: found.Name,
    service: serviceId(service),
    component: componentName(component),
    state: found.State.Status,
    configHash: found.Config.Labels[labels.configHash] ?? '',
    task: found.Config.Labels[labels.task] ?? '',
    revision: Number(found.Config.Labels[labels.revision] ?? 0),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(isNever(found.State.StartedAt) ? {} : { startedAt: found.State.StartedAt }),
    restarts: found.RestartCount,
    networks: networksOf(found),
    aliases: aliasesOf(found),
    image: found.Config.Image,
    namespaceAlive: namespaceAlive(found, shared === undefined ? undefined : await look(shared)),
  };
}

/** The engine lists `none` like a network, for a container that has no other. */
function networksOf(found: ContainerAnswer): readonly string[] {
  if (namespaceOf(found) !== undefined) return [];
  const names = Object.keys(found.NetworkSettings.Networks);
  return names.filter((name) => name !== 'none').toSorted();
}

/** The engine itself adds the id's beginning to what it was given. */
function aliasesOf(found: ContainerAnswer): Readonly<Record<string, readonly string[]>> {
  const networks = networksOf(found).map((network) => {
    const { Aliases: aliases = [] } = found.NetworkSettings.Networks[network] ?? {};
    return [network, aliases.filter((alias) => !found.Id.startsWith(alias)).toSorted()] as const;
  });
  return Object.fromEntries(networks);
}

function addressesOf(found: ContainerAnswer): Readonly<Record<string, string>> {
  if (namespaceOf(found) !== undefined) return {};
  const networks = Object.entries(found.NetworkSettings.Networks);
  return Object.fromEntries(
    networks.flatMap(([network, { IPAddress }]) => (IPAddress === '' ? [] : [[network, IPAddress]])),
  );
}
