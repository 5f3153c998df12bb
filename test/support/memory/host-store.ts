import { randomUUID } from 'node:crypto';
import { hostEvent } from '#contracts/host-events.ts';
import { DomainError } from '#domain/errors.ts';
import type { Host, HostCertificate } from '#domain/host.ts';
import { changeLabels, type LabelChanges } from '#domain/host-labels.ts';
import type { HostId } from '#domain/ids.ts';
import type { HostInvitation, HostJoin, HostReachReport, HostStore } from '#ports/host-store.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import { createAvailability, type Outage } from './availability.ts';
import { copy } from './copy.ts';
import { createMemoryEventLog, type MemoryEventLog } from './event-log.ts';

export interface MemoryHostStore extends HostStore {
  readonly outage: Outage;
}

type Row = Host & { readonly joinedWith?: string };

interface State {
  readonly hosts: Map<HostId, Row>;
  readonly invitations: Map<HostId, HostInvitation>;
  readonly events: MemoryEventLog;
}

/** The hosts in memory, with the services that may be on them. */
export function createMemoryHostStore(
  services: Pick<ServiceStore, 'list'>,
  events: MemoryEventLog = createMemoryEventLog(),
): MemoryHostStore {
  const { call, ...outage } = createAvailability('database-unreachable', 'The memory host store');
  const state: State = { hosts: new Map(), invitations: new Map(), events };
  const answer = (work: () => Row): Promise<Host> => call(() => toHost(work()));
  return {
    outage,
    list: () => call(() => [...state.hosts.values()].map(toHost).toSorted(byId)),
    get: (id) =>
      call(() => {
        const row = state.hosts.get(id);
        return row === undefined ? undefined : toHost(row);
      }),
    ensureLocal: (id, address) => answer(() => ensureLocal(state, id, address)),
    invite: (invitation) => call(() => invite(state, copy(invitation))),
    invited: (tokenHash) => call(() => invited(state, tokenHash)),
    join: (request) => answer(() => join(state, copy(request))),
    renewCertificate: (id, previous, next) => answer(() => renew(state, id, previous, copy(next))),
    setCapacity: (id, capacity) => answer(() => change(state, id, { capacity: copy(capacity) })),
    setScheduling: (id, scheduling, correlationId) =>
      answer(() => schedule(state, id, scheduling, correlationId)),
    changeLabels: (id, changes) => answer(() => relabel(state, id, copy(changes))),
    report: (told) => call(() => report(state, copy(told))),
    remove: async (id, correlationId) => {
      const there = (await services.list({ host: id })).map((service) => service.id);
      return call(() => remove(state, id, there, correlationId));
    },
  };
}

function ensureLocal({ hosts }: State, id: HostId, address: string): Row {
  const found = hosts.get(id);
  if (found?.kind === 'joined') throw taken(id);
  const since = new Date().toISOString();
  const fresh: Row = { id, kind: 'local', address, labels: {}, scheduling: 'open', since };
  return put(hosts, { ...(found ?? fresh), address });
}

function invite({ hosts, invitations }: State, invitation: HostInvitation): void {
  const { host, again = false } = invitation;
  const there = hosts.get(host);
  if (again && there === undefined) throw new DomainError('not-found', `There is no host "${host}".`);
  if (again && there?.kind === 'local') throw new DomainError('host-local', `${host} is local.`);
  if (!again && there !== undefined) throw taken(host);
  invitations.set(invitation.host, invitation);
}

function invited({ hosts, invitations }: State, tokenHash: string): HostId | undefined {
  const invitation = [...invitations.values()].find(
    (one) => one.tokenHash === tokenHash && Date.parse(one.expires) > Date.now(),
  );
  return invitation?.host ?? [...hosts.values()].find((row) => row.joinedWith === tokenHash)?.id;
}

function join({ hosts, invitations, events }: State, { tokenHash, certificate, address }: HostJoin): Row {
  const invitation = [...invitations.values()].find((one) => one.tokenHash === tokenHash);
  if (invitation === undefined || Date.parse(invitation.expires) <= Date.now()) {
    const before = [...hosts.values()].find(
      (row) => row.joinedWith === tokenHash && row.certificate?.fingerprint === certificate.fingerprint,
    );
    if (before === undefined) throw refused('The invitation is unknown, spent or expired.');
    return before;
  }
  const { host: id, labels } = invitation;
  const there = hosts.get(id);
  if (there?.kind === 'local') throw refused('The name was taken in the meantime.');
  invitations.delete(id);
  const since = new Date().toISOString();
  const joined = { id, kind: 'joined', address, labels, scheduling: 'open', since, certificate } as const;
  events.appendNow([hostEvent('host.joined', { host: id, address }, now())]);
  const row = there === undefined ? joined : { ...there, address, certificate };
  return put(hosts, { ...row, joinedWith: tokenHash });
}

function renew({ hosts }: State, id: HostId, previous: string, next: HostCertificate): Row {
  const row = hosts.get(id);
  const current = row?.certificate?.fingerprint;
  if (row === undefined || current === undefined) throw refused('The host has no certificate.');
  if (current === previous) return put(hosts, { ...row, certificate: next });
  if (current === next.fingerprint) return row;
  throw refused('The certificate is not in force.');
}

function change({ hosts }: State, id: HostId, changed: Partial<Host>): Row {
  const row = hosts.get(id);
  if (row === undefined) throw new DomainError('not-found', `There is no host "${id}".`);
  return put(hosts, { ...row, ...changed });
}

function relabel(state: State, id: HostId, changes: LabelChanges): Row {
  const labels = state.hosts.get(id)?.labels ?? {};
  return change(state, id, { labels: changeLabels(labels, changes) });
}

function schedule(
  state: State,
  id: HostId,
  scheduling: Host['scheduling'],
  correlationId: string | undefined,
): Row {
  const before = state.hosts.get(id);
  if (before?.scheduling === scheduling) return before;
  const row = change(state, id, { scheduling });
  const type = scheduling === 'open' ? 'host.opened' : 'host.drained';
  state.events.appendNow([hostEvent(type, { host: id }, now(correlationId))]);
  return row;
}

function report({ hosts, events }: State, { host, reachable, cause, event }: HostReachReport): void {
  const row = hosts.get(host);
  const since = new Date(event.time).toISOString();
  const isNews = row?.reach === undefined || row.reach.since <= since;
  if (row !== undefined && isNews) put(hosts, { ...row, reach: { reachable, since, cause } });
  events.appendNow([{ ...event, type: 'host.changed', data: { host, reachable, cause } }]);
}

function remove(
  { hosts, invitations, events }: State,
  id: HostId,
  there: readonly string[],
  correlationId: string | undefined,
): 'removed' | 'absent' {
  const row = hosts.get(id);
  const data = { host: id };
  if (row?.kind === 'local') throw new DomainError('host-local', `${id} is local.`, { data });
  if (row !== undefined && there.length > 0) {
    throw new DomainError('host-in-use', `In use: ${there.join()}.`, { data: { ...data, services: there } });
  }
  const withdrawn = invitations.delete(id);
  if (!hosts.delete(id)) return withdrawn ? 'removed' : 'absent';
  events.appendNow([hostEvent('host.removed', { host: id }, now(correlationId))]);
  return 'removed';
}

function put(hosts: State['hosts'], row: Row): Row {
  hosts.set(row.id, row);
  return row;
}

function toHost({ joinedWith: _, ...host }: Row): Host {
  return copy(host);
}

function byId(one: Host, other: Host): number {
  return one.id < other.id ? -1 : 1;
}

function taken(id: HostId): DomainError {
  return new DomainError('name-taken', `There is a host "${id}" already.`, { data: { host: id } });
}

function refused(detail: string): DomainError {
  return new DomainError('join-refused', detail);
}

function now(correlationId?: string) {
  return { id: randomUUID(), time: new Date().toISOString(), correlationId };
}
