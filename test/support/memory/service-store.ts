import {
  decideReport,
  decideTransition,
  hasBegun,
  leavesUnclaimed,
  serviceChanged,
} from '#adapters/postgres/service-rules.ts';
import { isTransient } from '#domain/lifecycle.ts';
import { required } from '#domain/reach.ts';
import type { RequiresEdge, Service } from '#domain/service.ts';
import type {
  HealthReport,
  ReportOutcome,
  ServiceFilter,
  ServiceStore,
  Transition,
} from '#ports/service-store.ts';
import { createAvailability, type Outage } from './availability.ts';
import { copy } from './copy.ts';
import { createMemoryEventLog, type MemoryEventLog } from './event-log.ts';
import {
  claimChange,
  claimInstall,
  claimOperation,
  claimUninstall,
  withdrawChange,
  withdrawClaim,
  withdrawDesired,
  withdrawEdges,
} from './service-claims.ts';
import {
  findRow,
  getRow,
  listed,
  putRow,
  type Row,
  releaseHoldings,
  requiredBy,
  type ServiceState,
} from './service-state.ts';

export interface MemoryServiceStore extends ServiceStore {
  /** Where transitions log their events. */
  readonly events: MemoryEventLog;
  readonly outage: Outage;
}

/** The service store in memory. Each call is a transaction: what throws leaves nothing behind. */
export function createMemoryServiceStore(
  events: MemoryEventLog = createMemoryEventLog(),
): MemoryServiceStore {
  const availability = createAvailability('database-unreachable', 'The memory service store');
  let state: ServiceState = { rows: [], edges: [], claims: [] };
  const call = <Result>(work: (draft: ServiceState) => Result) =>
    availability.call(() => {
      const draft = copy(state);
      const result = copy(work(draft));
      state = draft;
      return result;
    });
  return {
    events,
    outage: availability,
    get: (id) => call((draft) => findRow(draft, id)?.service),
    list: (filter = {}) => call((draft) => list(draft, filter)),
    edges: (id) => call((draft) => edges(draft, id)),
    claimInstall: (claim) => call((draft) => claimInstall(draft, copy(claim))),
    claimUninstall: (id) => call((draft) => claimUninstall(draft, id)),
    withdrawClaim: (claim) => call((draft) => withdrawClaim(draft, claim)),
    claimOperation: (request) => call((draft) => claimOperation(draft, request)),
    claimChange: (claim) => call((draft) => claimChange(draft, copy(claim))),
    withdrawChange: (id, claim) => call((draft) => withdrawChange(draft, id, claim)),
    withdrawDesired: (ids) => call((draft) => withdrawDesired(draft, ids)),
    withdrawEdges: (id) => call((draft) => withdrawEdges(draft, id)),
    transition: (change) => call((draft) => transition(draft, events, copy(change))),
    report: (change) => call((draft) => report(draft, events, change)),
    clearSealed: (id, names) => call((draft) => clearSealed(draft, id, names)),
    transient: () => call((draft) => list(draft, {}).filter(({ status }) => isTransient(status))),
  };
}

function transition(state: ServiceState, events: MemoryEventLog, change: Transition): Service {
  const row = getRow(state, change.service);
  if (events.has(change.event.id)) return row.service;
  const decision = decideTransition(row, change);
  if (decision === undefined) return row.service;
  const consumers = leavesUnclaimed(row.service, change) ? requiredBy(state, change.service) : [];
  if (consumers.length > 0) throw required(change.service, consumers);
  save(state, row, { ...row, ...decision.next });
  if (decision.visible) events.appendNow([serviceChanged(decision.next.service, change)]);
  return decision.next.service;
}

function save(state: ServiceState, before: Row, { desiredBefore, ...next }: Row): void {
  const { id, status } = next.service;
  const begun = before.service.status !== status && isTransient(status);
  if (begun) {
    state.claims = state.claims.filter((claim) => claim.id !== id);
    state.edges = state.edges.map((edge) => (edge.consumer === id ? { ...edge, claims: [] } : edge));
  }
  if (status === 'absent') releaseHoldings(state, id);
  putRow(state, hasBegun({ status }) || desiredBefore === undefined ? next : { ...next, desiredBefore });
}

function report(state: ServiceState, events: MemoryEventLog, change: HealthReport): ReportOutcome {
  const row = findRow(state, change.service);
  if (row === undefined) return { outcome: 'absent' };
  if (events.has(change.event.id)) return { outcome: 'taken', service: row.service };
  const decision = decideReport(row, change);
  if (decision.outcome !== 'taken' || decision.service === row.service) return decision;
  putRow(state, { ...row, service: decision.service });
  events.appendNow([serviceChanged(decision.service, change)]);
  return decision;
}

function list(state: ServiceState, { status, health, category, host }: ServiceFilter): readonly Service[] {
  return state.rows
    .filter(listed)
    .map(({ service }) => service)
    .filter(
      (service) =>
        (status?.includes(service.status) ?? true) &&
        (health?.includes(service.health) ?? true) &&
        (category === undefined || service.definition.category === category) &&
        (host === undefined || service.host === host),
    );
}

function edges(state: ServiceState, id: Service['id'] | undefined): readonly RequiresEdge[] {
  return state.edges
    .filter(({ consumer, provider }) => id === undefined || consumer === id || provider === id)
    .map(({ claims: _, ...edge }) => edge)
    .toSorted((one, other) => (edgeKey(one) < edgeKey(other) ? -1 : 1));
}

function edgeKey({ consumer, provider, capability }: RequiresEdge): string {
  return [consumer, provider, capability].join(' ');
}

function clearSealed(state: ServiceState, id: Service['id'], names: readonly string[]): void {
  const row = findRow(state, id);
  if (row === undefined) return;
  const kept = Object.entries(row.service.sealed).filter(([name]) => !names.includes(name));
  putRow(state, { ...row, service: { ...row.service, sealed: Object.fromEntries(kept) } });
}
