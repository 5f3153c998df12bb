import type { HostId, ServiceId } from '../ids.ts';
import type { MemoryAccounts } from './accounts.ts';
import { type Group, hostsOf } from './groups.ts';
import { isWished } from './refusals.ts';
import type { PlacementHost } from './types.ts';
import { listed, printMemory } from './words.ts';

/**
 * The hosts that can take the group, the best first: where most of those are that share the data folder, beside what requires
 * it, the control plane's own, the one with most free memory, by id.
 */
export function preferred(
  fitting: readonly PlacementHost[],
  group: Group,
  placed: ReadonlyMap<ServiceId, HostId>,
  accounts: MemoryAccounts,
): readonly PlacementHost[] {
  const score = (host: PlacementHost): readonly number[] => [
    group.data.filter((mate) => mate.host === host.id).length,
    consumersOn(host, group, placed).length,
    Number(host.kind === 'local'),
    accounts.free(host) ?? -1,
  ];
  return fitting.toSorted((one, other) => {
    const [ours, theirs] = [score(one), score(other)];
    const at = ours.findIndex((value, index) => value !== theirs[index]);
    if (at === -1) return one.id < other.id ? -1 : 1;
    return (theirs[at] ?? 0) - (ours[at] ?? 0);
  });
}

/** Why it is the best of those that fit, in plain words. */
export function merits(
  chosen: PlacementHost,
  fitting: readonly PlacementHost[],
  group: Group,
  placed: ReadonlyMap<ServiceId, HostId>,
  accounts: MemoryAccounts,
): readonly string[] {
  const mates = group.data.filter(({ host }) => host === chosen.id).map(({ id }) => id);
  const consumers = consumersOn(chosen, group, placed);
  const free = accounts.free(chosen);
  const said = [
    ...(group.wish.host === undefined ? [] : ['it was asked for']),
    ...labelsFor(group),
    ...(group.namespace.length === 0
      ? []
      : [`it shares the network of ${listed(group.namespace.map(({ id }) => id))}, which is there`]),
    ...(mates.length === 0 ? [] : [`it shares the data folder with ${listed(mates)}`]),
    ...(consumers.length === 0 ? [] : [`${listed(consumers)} ${requires(consumers)} it there`]),
  ];
  const general =
    fitting.length === 1
      ? 'no other host can take it'
      : chosen.kind === 'local'
        ? 'the control plane’s own host comes first'
        : free === undefined
          ? 'it is the first by name'
          : `it has the most free memory, ${printMemory(free)}`;
  return [...(said.length === 0 ? [general] : said), ...apart(chosen, group), ...unknown(chosen, free)];
}

function consumersOn(
  { id }: PlacementHost,
  { consumers }: Group,
  placed: ReadonlyMap<ServiceId, HostId>,
): readonly ServiceId[] {
  return [...new Set(consumers)].filter((consumer) => placed.get(consumer) === id).toSorted();
}

function requires(consumers: readonly ServiceId[]): string {
  return consumers.length === 1 ? 'requires' : 'require';
}

function labelsFor({ wish: { labels = {} } }: Group): readonly string[] {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? [] : [`it has ${listed(pairs)}, as was asked for`];
}

/** Files that are not where the others look for them should surprise nobody. */
function apart({ id }: PlacementHost, group: Group): readonly string[] {
  const away = group.data.filter(({ host }) => host !== id);
  const here = group.data.some(({ host }) => host === id);
  if (!isWished(group) || here || away.length === 0) return [];
  const mates = listed(away.map((mate) => mate.id));
  return [
    `the data folder of ${mates} is on ${listed(hostsOf(away))}, and is not the same one unless you share it`,
  ];
}

function unknown({ id }: PlacementHost, free: number | undefined): readonly string[] {
  return free === undefined ? [`how much memory ${id} has is not known yet`] : [];
}
