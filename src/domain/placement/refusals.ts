import type { Labels } from '../host.ts';
import type { Service } from '../service.ts';
import { isEstimated, type MemoryAccounts, neededBy, uncountedBytes } from './accounts.ts';
import { type Group, hostsOf } from './groups.ts';
import type { PlacementHost } from './types.ts';
import { listed, printMemory } from './words.ts';

/** Everything that speaks against the host, in plain words; nothing when it can take the group. */
export function objections(host: PlacementHost, group: Group, accounts: MemoryAccounts): readonly string[] {
  const { host: named, labels } = group.wish;
  return [
    ...(named !== undefined && named !== host.id ? [`${named} was asked for`] : []),
    ...(host.reachable ? [] : ['its worker or its engine does not answer']),
    ...(host.scheduling === 'open' ? [] : ['it is draining, and takes nothing new']),
    ...labelsAgainst(host, labels ?? {}),
    ...elsewhere(host, group.namespace, 'the network of'),
    ...(isWished(group) ? [] : elsewhere(host, group.data, 'the data folder with')),
    ...memoryAgainst(host, group, accounts),
  ];
}

/** A person who says where it goes knows where the files are. */
export function isWished({ wish }: Group): boolean {
  return wish.host !== undefined || wish.labels !== undefined;
}

function labelsAgainst({ labels }: PlacementHost, wanted: Labels): readonly string[] {
  return Object.entries(wanted)
    .filter(([name, value]) => !Object.hasOwn(labels, name) || labels[name] !== value)
    .map(([name, value]) =>
      !Object.hasOwn(labels, name)
        ? `it has no label ${name}=${value}`
        : `its label ${name} is ${labels[name]}, not ${value}`,
    );
}

function elsewhere({ id }: PlacementHost, mates: readonly Service[], what: string): readonly string[] {
  const hosts = hostsOf(mates);
  if (hosts.length === 0 || hosts.includes(id)) return [];
  return [`it would share ${what} ${listed(mates.map((mate) => mate.id))}, on ${listed(hosts)}`];
}

function memoryAgainst(host: PlacementHost, group: Group, accounts: MemoryAccounts): readonly string[] {
  const free = accounts.free(host);
  const needed = neededBy(group);
  if (free === undefined || needed <= free) return [];
  const estimate = isEstimated(group) ? `, ${printMemory(uncountedBytes)} counted where no limit is set` : '';
  return [`${printMemory(needed)} are needed${estimate}, and ${printMemory(Math.max(free, 0))} are left`];
}
