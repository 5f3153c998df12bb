import { addedPorts, changedRow, withdrawnRow } from '#adapters/postgres/change-rules.ts';
import {
  type DraftDecision,
  decideDraft,
  edgeFaults,
  isTombstone,
  isUnbegun,
  portTaken,
  throwRefusals,
} from '#adapters/postgres/claim-rules.ts';
import { busy, hasBegun, missing } from '#adapters/postgres/service-rules.ts';
import type { DomainError } from '#domain/errors.ts';
import type { ServiceId } from '#domain/ids.ts';
import { claimed, type ReachRequest, reachOf, required } from '#domain/reach.ts';
import type { RequiresEdge, Service } from '#domain/service.ts';
import type { ChangeClaim, InstallClaim, OperationClaim, ServiceDraft } from '#ports/service-store.ts';
import {
  bury,
  type ClaimRecord,
  findRow,
  getRow,
  holderOf,
  putRow,
  releaseHoldings,
  removeRow,
  requiredBy,
  type ServiceState,
} from './service-state.ts';

export function claimInstall(
  state: ServiceState,
  claim: InstallClaim,
): { readonly created: readonly ServiceId[] } {
  const find = (id: ServiceId) => findRow(state, id);
  const decided = claim.services.map((draft) => ({ draft, decision: decideDraft(find(draft.id), draft) }));
  const refused = decided.flatMap(({ decision }) => (decision.kind === 'refuse' ? [decision.error] : []));
  const dangling = edgeFaults(claim, find);
  const taken = decided
    .toSorted((one, other) => (one.draft.id < other.draft.id ? -1 : 1))
    .flatMap(({ draft, decision }) => applyDraft(state, claim.id, draft, decision));
  throwRefusals([...refused, ...dangling, ...taken]);
  for (const edge of claim.edges) joinEdge(state, claim.id, edge);
  const made = state.claims.filter((record) => record.claim === claim.id && record.made);
  return { created: made.map(({ id }) => id).toSorted() };
}

export function withdrawClaim(state: ServiceState, claim: string): void {
  const records = state.claims.filter((record) => record.claim === claim);
  const touched = [
    ...records.map(({ id }) => id),
    ...state.edges.flatMap((edge) => (edge.claims.includes(claim) ? [edge.consumer, edge.provider] : [])),
  ];
  for (const record of records) putBack(state, record);
  state.claims = state.claims.filter((record) => record.claim !== claim);
  state.edges = state.edges
    .filter(({ claims }) => !(claims.length === 1 && claims[0] === claim))
    .map((edge) => ({ ...edge, claims: edge.claims.filter((other) => other !== claim) }));
  for (const id of new Set(touched)) removeUnclaimed(state, id);
}

export function claimUninstall(state: ServiceState, id: ServiceId): Service {
  const row = getRow(state, id);
  const { service } = row;
  if (isTombstone(service)) throw missing(id);
  if (service.desired === 'absent') return service;
  const consumers = requiredBy(state, id);
  if (consumers.length > 0) throw required(id, consumers);
  if (isUnbegun(service)) bury(state, row);
  else {
    const next: Service = { ...service, desired: 'absent', revision: service.revision + 1 };
    putRow(state, { ...row, service: next, desiredBefore: service.desired });
  }
  return getRow(state, id).service;
}

export function claimOperation(state: ServiceState, request: ReachRequest): OperationClaim {
  const asked = findRow(state, request.service);
  if (asked?.held === true) throw busy(asked.service);
  const rows = new Map(state.rows.map(({ service }) => [service.id, service]));
  const edges = state.edges.map(({ claims: _, ...edge }) => edge);
  const reached = reachOf(request, rows, edges).map((id) => getRow(state, id));
  for (const { service, held } of reached) if (held) throw busy(service);
  const services = reached.map((row) => {
    const next = claimed(row.service, request);
    if (next === row.service) return next;
    const service = { ...next, revision: next.revision + 1 };
    putRow(state, { ...row, service, desiredBefore: row.desiredBefore ?? row.service.desired });
    return service;
  });
  return { services, edges };
}

export function claimChange(state: ServiceState, claim: ChangeClaim): Service | 'outdated' {
  const row = getRow(state, claim.service);
  const next = changedRow(row, claim);
  if (next === 'outdated') return next;
  throwRefusals(takenPorts(state, row.service, addedPorts(row.service, claim)));
  putRow(state, { ...row, service: next });
  return next;
}

export function withdrawChange(state: ServiceState, id: ServiceId, claim?: string): void {
  const row = findRow(state, id);
  const service = row === undefined ? undefined : withdrawnRow(row, claim);
  if (row !== undefined && service !== undefined) putRow(state, { ...row, service });
}

export function withdrawDesired(state: ServiceState, ids: readonly ServiceId[]): void {
  for (const id of ids) {
    const row = findRow(state, id);
    if (row?.desiredBefore === undefined || hasBegun(row.service)) continue;
    const { desiredBefore, ...rest } = row;
    const { stoppedWith: _, ...service } = row.service;
    putRow(state, {
      ...rest,
      service: { ...service, desired: desiredBefore, revision: service.revision + 1 },
    });
  }
}

export function withdrawEdges(state: ServiceState, consumer: ServiceId): readonly ServiceId[] {
  const mine = state.edges.filter((edge) => edge.consumer === consumer);
  state.edges = state.edges.filter((edge) => edge.consumer !== consumer);
  const providers = [...new Set(mine.map(({ provider }) => provider))].toSorted();
  return providers.filter((id) => {
    const service = findRow(state, id)?.service;
    const unasked = service?.origin === 'dependency' && service.desired !== 'absent';
    return unasked && requiredBy(state, id).length === 0;
  });
}

function applyDraft(
  state: ServiceState,
  claim: string,
  draft: ServiceDraft,
  decision: DraftDecision,
): readonly DomainError[] {
  switch (decision.kind) {
    case 'create':
      return create(state, claim, draft, 1);
    case 'revive':
      releaseHoldings(state, draft.id);
      return create(state, claim, draft, decision.service.revision + 1);
    case 'change': {
      const { id, origin, settings, sealed, revision } = decision.service;
      const before = { origin, settings, sealed };
      const service = { ...decision.service, ...decision.next, revision: revision + 1 };
      putRow(state, { ...getRow(state, id), service });
      record(state, { claim, id, made: false, before, revision: revision + 1 });
      return [];
    }
    case 'join':
      if (isUnbegun(decision.service)) {
        record(state, { claim, id: draft.id, made: false, revision: decision.service.revision });
      }
      return [];
    case 'refuse':
      return [];
  }
}

function create(
  state: ServiceState,
  claim: string,
  draft: ServiceDraft,
  revision: number,
): readonly DomainError[] {
  const { id } = draft;
  const ports = draft.ports.toSorted(
    (one, other) => one.container - other.container || (one.protocol < other.protocol ? -1 : 1),
  );
  const taken = takenPorts(state, draft, draft.ports);
  const since = new Date().toISOString();
  const fresh = { desired: 'running', status: 'absent', health: 'unknown', since, links: {} } as const;
  putRow(state, { held: false, service: { ...draft, ...fresh, ports, revision } });
  record(state, { claim, id, made: true, revision });
  return taken;
}

function takenPorts(
  state: ServiceState,
  { id, host }: Pick<Service, 'id' | 'host'>,
  ports: Service['ports'],
): readonly DomainError[] {
  return ports.flatMap((port) => {
    const holder = holderOf(state, host, port);
    const request = { service: id, host, protocol: port.protocol, port: port.host };
    return holder === undefined ? [] : [portTaken(request, holder)];
  });
}

function record(state: ServiceState, entry: ClaimRecord): void {
  const known = state.claims.some(({ claim, id }) => claim === entry.claim && id === entry.id);
  if (!known) state.claims = [...state.claims, entry];
}

function joinEdge(state: ServiceState, claim: string, edge: RequiresEdge): void {
  const isSame = (other: RequiresEdge) =>
    other.consumer === edge.consumer &&
    other.provider === edge.provider &&
    other.capability === edge.capability;
  const known = state.edges.find(isSame);
  if (known === undefined) {
    state.edges = [...state.edges, { ...edge, claims: [claim] }];
    return;
  }
  const claims = known.claims.length === 0 ? [] : [...new Set([...known.claims, claim])];
  const joined = { ...known, optional: known.optional && edge.optional, claims };
  state.edges = state.edges.map((other) => (isSame(other) ? joined : other));
}

function putBack(state: ServiceState, { id, before, revision }: ClaimRecord): void {
  const row = findRow(state, id);
  if (row === undefined || before === undefined || row.service.revision !== revision) return;
  putRow(state, { ...row, service: { ...row.service, ...before, revision: revision + 1 } });
}

function removeUnclaimed(state: ServiceState, id: ServiceId): void {
  const row = findRow(state, id);
  if (row === undefined || !isUnbegun(row.service)) return;
  const claimed = state.claims.some((entry) => entry.id === id);
  if (claimed || state.edges.some(({ provider }) => provider === id)) return;
  if (row.service.revision > 1) bury(state, row);
  else removeRow(state, id);
}
