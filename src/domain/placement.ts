import { DomainError, type Fault } from './errors.ts';
import type { HostId, ServiceId } from './ids.ts';
import { createAccounts, type MemoryAccounts } from './placement/accounts.ts';
import { type Group, groupsOf } from './placement/groups.ts';
import { merits, preferred } from './placement/preference.ts';
import { objections } from './placement/refusals.ts';
import type { Placement, PlacementChoice, PlacementHost, PlacementInput } from './placement/types.ts';
import { listed } from './placement/words.ts';

export type {
  Placement,
  PlacementChoice,
  PlacementHost,
  PlacementInput,
  PlacementWish,
} from './placement/types.ts';

/**
 * Chooses a host for every service of the closure that has none. Those that share a network namespace or the data folder go
 * together. Consumers are placed before what they require, so that it can come beside them. Error: `no-host`, with a fault for
 * each host.
 */
export function place(input: PlacementInput): Placement {
  const hosts = new Map(
    input.rows.flatMap(({ id, host }) => (isInClosure(input, id) ? [[id, host] as const] : [])),
  );
  const only = onlyHost(input);
  if (only !== undefined) {
    for (const { id, installed } of input.closure.services) if (!installed) hosts.set(id, only);
    return { hosts, choices: [] };
  }
  const accounts = createAccounts(input);
  const choices = groupsOf(input).map((group) => {
    const choice = choose(input, group, hosts, accounts);
    for (const id of choice.services) hosts.set(id, choice.host);
    accounts.reserve(choice.host, group);
    return choice;
  });
  return { hosts, choices };
}

/** Lines for a person: where the services go and why, and then why not elsewhere. */
export function printPlacement({ services, host, why, others }: PlacementChoice): readonly string[] {
  const what = listed(services);
  return [
    `${what} ${services.length === 1 ? 'goes' : 'go'} to ${host}: ${why.join('; ')}`,
    ...others.map((other) => `${what} not to ${other.host}: ${other.whyNot.join('; ')}`),
  ];
}

function isInClosure({ closure }: PlacementInput, service: ServiceId): boolean {
  return closure.services.some(({ id }) => id === service);
}

/** One host that takes services is always the choice: its services wait for it when it is away. */
function onlyHost({ hosts, wish }: PlacementInput): HostId | undefined {
  const [host, ...others] = hosts;
  const wished = wish.labels !== undefined || (wish.host !== undefined && wish.host !== host?.id);
  return others.length > 0 || wished || host?.scheduling !== 'open' ? undefined : host.id;
}

function choose(
  input: PlacementInput,
  group: Group,
  placed: ReadonlyMap<ServiceId, HostId>,
  accounts: MemoryAccounts,
): PlacementChoice {
  const services = group.services.map(({ id }) => id).toSorted();
  const looked = input.hosts.map((host) => ({ host, against: objections(host, group, accounts) }));
  const fitting = looked.filter(({ against }) => against.length === 0).map(({ host }) => host);
  const ranked = preferred(fitting, group, placed, accounts);
  const chosen = ranked[0];
  if (chosen === undefined) throw noHost(group, services, looked);
  const others = looked
    .filter(({ host }) => host !== chosen)
    .map(({ host, against }) => ({
      host: host.id,
      whyNot: against.length > 0 ? against : [`it would do; ${chosen.id} comes first`],
    }));
  const why = merits(chosen, fitting, group, placed, accounts);
  return { services, host: chosen.id, why, others };
}

function noHost(
  { wish }: Group,
  services: readonly ServiceId[],
  looked: readonly { readonly host: PlacementHost; readonly against: readonly string[] }[],
): DomainError {
  const known = looked.some(({ host }) => host.id === wish.host);
  const unknown: readonly Fault[] =
    wish.host === undefined || known ? [] : [{ field: wish.host, reason: 'there is no host of that name' }];
  const faults = [
    ...unknown,
    ...looked.map(({ host, against }) => ({ field: host.id, reason: against.join('; ') })),
  ];
  const told = faults.map(({ field, reason }) => `${field}: ${reason}`).join('. ');
  return new DomainError('no-host', `No host can take ${listed(services)}. ${told}.`, {
    faults,
    data: { services: [...services] },
  });
}
