import { containerList, type NetworkAnswer, networkList } from '#adapters/docker/connection/answers.ts';
import { isRefusal } from '#adapters/docker/connection/engine-errors.ts';
import type { DockerContext } from '#adapters/docker/context.ts';
import { isOurs, ownFilter, requireOurs } from '#adapters/docker/ownership.ts';
import { nanoseconds } from '#adapters/docker/times.ts';
import { DomainError } from '#domain/errors.ts';
import type { TaskId } from '#domain/ids.ts';
import type { Removal } from '#ports/container-runtime.ts';

export async function listNetworks(context: DockerContext): Promise<readonly string[]> {
  return [...(await networksByName(context)).keys()].toSorted();
}

/** Engine ids of the instance's networks. */
export async function networksByName(context: DockerContext): Promise<ReadonlyMap<string, string>> {
  const own = await askNetworks(context, ownFilter(context.instance));
  // Written from the loser to the winner, so that the winner of a name stays.
  return new Map(own.toSorted((a, b) => -earlierFirst(a, b)).map(({ Name, Id }) => [Name, Id]));
}

/** The engine's filter finds parts of names, and names are not unique to it: this is the one that counts. */
export async function networkNamed(context: DockerContext, name: string): Promise<readonly NetworkAnswer[]> {
  const found = await askNetworks(context, { name: [name] });
  return found.filter((network) => network.Name === name).toSorted(earlierFirst);
}

export async function ownNetwork(context: DockerContext, name: string): Promise<NetworkAnswer> {
  const [found] = await networkNamed(context, name);
  if (found === undefined) throw new DomainError('not-found', `There is no network "${name}".`);
  requireOurs(context.instance, 'network', name, found.Labels);
  return found;
}

export async function removeNetwork(
  context: DockerContext,
  name: string,
  onlyTask?: TaskId,
): Promise<Removal> {
  const found = await networkNamed(context, name);
  if (found.length === 0) return { outcome: 'absent' };
  const own = found.filter((network) => isOurs(context.instance, network.Labels, onlyTask));
  if (own.length === 0) return { outcome: 'not-ours' };
  const outcomes = [];
  for (const network of own) outcomes.push(await removeUnused(context, network));
  return { outcome: outcomes.includes('in-use') ? 'in-use' : 'removed' };
}

/**
 * The engine would remove a network under containers that are stopped, and they could not start any more. One that never
 * started knows its network by name only.
 */
export async function removeUnused(
  context: DockerContext,
  { Id: id, Name: name }: NetworkAnswer,
): Promise<'removed' | 'in-use'> {
  const users = await context.engine.ask(containerList, {
    method: 'GET',
    path: '/containers/json',
    query: { all: true, filters: { network: [id, name] } },
  });
  return users.length > 0 ? 'in-use' : await removeById(context, id);
}

export async function removeById(context: DockerContext, id: string): Promise<'removed' | 'in-use'> {
  try {
    await context.engine.tell({
      method: 'DELETE',
      path: `/networks/${id}`,
      deadline: context.engine.deadlines.change,
    });
    return 'removed';
  } catch (error) {
    if (isRefusal(error, 404)) return 'removed';
    if (isRefusal(error, 403, 409) && /active endpoints|in use/i.test(error.message)) return 'in-use';
    throw error;
  }
}

export function askNetworks(
  context: DockerContext,
  filters: Readonly<Record<string, readonly string[]>> = {},
): Promise<readonly NetworkAnswer[]> {
  return context.engine.ask(networkList, { method: 'GET', path: '/networks', query: { filters } });
}

/** Of two networks made at once under one name every caller must name the same winner. */
export function earlierFirst(a: NetworkAnswer, b: NetworkAnswer): number {
  const [left, right] = [nanoseconds(a.Created), nanoseconds(b.Created)];
  if (left !== right) return left < right ? -1 : 1;
  return a.Id < b.Id ? -1 : 1;
}
