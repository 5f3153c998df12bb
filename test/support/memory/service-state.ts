import type { RequestedValues } from '#adapters/postgres/claim-rules.ts';
import { isTombstone } from '#adapters/postgres/claim-rules.ts';
import { missing, type OwnedService } from '#adapters/postgres/service-rules.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { DesiredState } from '#domain/lifecycle.ts';
import type { RequiresEdge, Service } from '#domain/service.ts';

/** What the tables hold, as plain data. */
export interface ServiceState {
  rows: Row[];
  edges: ClaimedEdge[];
  claims: ClaimRecord[];
}

export interface Row extends OwnedService {
  readonly desiredBefore?: DesiredState;
}

export interface ClaimedEdge extends RequiresEdge {
  readonly claims: readonly string[];
}

export interface ClaimRecord {
  readonly claim: string;
  readonly id: ServiceId;
  readonly made: boolean;
  readonly before?: RequestedValues;
  readonly revision: number;
}

export function findRow(state: ServiceState, id: ServiceId): Row | undefined {
  return state.rows.find(({ service }) => service.id === id);
}

export function getRow(state: ServiceState, id: ServiceId): Row {
  const row = findRow(state, id);
  if (row === undefined) throw missing(id);
  return row;
}

export function putRow(state: ServiceState, row: Row): void {
  state.rows = [...state.rows.filter(({ service }) => service.id !== row.service.id), row].toSorted(
    (one, other) => (one.service.id < other.service.id ? -1 : 1),
  );
}

export function removeRow(state: ServiceState, id: ServiceId): void {
  releaseHoldings(state, id);
  state.rows = state.rows.filter(({ service }) => service.id !== id);
}

export function requiredBy(state: ServiceState, provider: ServiceId): readonly ServiceId[] {
  const consumers = state.edges
    .filter((edge) => edge.provider === provider && edge.consumer !== provider && !edge.optional)
    .map(({ consumer }) => consumer);
  return [...new Set(consumers)].toSorted();
}

export function holderOf(
  state: ServiceState,
  host: Service['host'],
  port: Service['ports'][number],
): ServiceId | undefined {
  const taken = (other: Service) =>
    other.host === host &&
    other.ports.some((held) => held.host === port.host && held.protocol === port.protocol);
  return state.rows.find((row) => taken(row.service))?.service.id;
}

/** Ports are a part of the row here, so they go with what the caller writes. */
export function releaseHoldings(state: ServiceState, id: ServiceId): void {
  state.edges = state.edges.filter(({ consumer }) => consumer !== id);
  state.claims = state.claims.filter((claim) => claim.id !== id);
}

export function bury(state: ServiceState, { service, held }: Row): void {
  releaseHoldings(state, service.id);
  const revision = service.revision + 1;
  putRow(state, { held, service: { ...service, desired: 'absent', sealed: {}, ports: [], revision } });
}

export function listed({ service }: Row): boolean {
  return !isTombstone(service);
}
