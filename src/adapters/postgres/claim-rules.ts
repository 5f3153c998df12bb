import { DomainError, type ErrorCode, type Fault } from '#domain/errors.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { RequiresEdge, Service } from '#domain/service.ts';
import type { InstallClaim, ServiceDraft } from '#ports/service-store.ts';
import { busy, isSameRecord, type OwnedService } from './service-rules.ts';

/** What a claim does with one of its drafts. */
export type DraftDecision =
  | { readonly kind: 'create' }
  | { readonly kind: 'revive'; readonly service: Service }
  | { readonly kind: 'join'; readonly service: Service }
  | { readonly kind: 'change'; readonly service: Service; readonly next: RequestedValues }
  | { readonly kind: 'refuse'; readonly error: DomainError };

/** What a request may change of a service that is there already. */
export type RequestedValues = Pick<Service, 'origin' | 'settings' | 'sealed'>;

/** Pure, so that every store decides alike. */
export function decideDraft(found: OwnedService | undefined, draft: ServiceDraft): DraftDecision {
  if (found === undefined) return { kind: 'create' };
  const { service, held } = found;
  if (isTombstone(service)) return { kind: 'revive', service };
  if (service.desired === 'absent') return { kind: 'refuse', error: leaving(service.id) };
  if (service.definition.id !== draft.definition.id) return { kind: 'refuse', error: nameTaken(service) };
  if (draft.origin === 'dependency') return { kind: 'join', service };
  return decideRequest(service, held, draft);
}

/** Faults of edges whose ends the claim does not bring along: both must be there, and the provider must be there to stay. */
export function edgeFaults(
  claim: InstallClaim,
  find: (id: ServiceId) => OwnedService | undefined,
): readonly DomainError[] {
  const drafted = new Set(claim.services.map(({ id }) => id));
  const isThere = (id: ServiceId) => {
    const found = find(id)?.service;
    return found !== undefined && !isTombstone(found);
  };
  return claim.edges.flatMap((edge) => {
    const { consumer, provider } = edge;
    const absent = [consumer, provider].find((id) => !drafted.has(id) && !isThere(id));
    if (absent !== undefined) return [danglingEdge(edge, absent)];
    const leaves = !drafted.has(provider) && find(provider)?.service.desired === 'absent';
    return leaves ? [leaving(provider)] : [];
  });
}

export interface PortRequest {
  readonly service: string;
  readonly host: string;
  readonly protocol: string;
  readonly port: number;
}

export function portTaken(request: PortRequest, holder: string): DomainError {
  const { service, host, protocol, port } = request;
  const reason = `${protocol} port ${port} on host ${host} is held by ${holder}`;
  return new DomainError('port-taken', `${service} cannot have ${reason.replace(' is', ', which is')}.`, {
    data: { ports: [`${port}/${protocol}`], services: [holder] },
    faults: [{ field: `services.${service}.ports`, reason }],
  });
}

/** One refusal with every fault. Its code is the one that a person must deal with first. */
export function throwRefusals(errors: readonly DomainError[]): void {
  const [worst] = errors.toSorted((one, other) => rank(one) - rank(other));
  if (worst === undefined) return;
  const alike = errors.filter(({ code }) => code === worst.code);
  throw new DomainError(worst.code, errors.map(({ message }) => message).join(' '), {
    data: mergeData(alike.map(({ data }) => data)),
    faults: errors.flatMap(({ faults }): readonly Fault[] => faults),
  });
}

export function isTombstone(service: Pick<Service, 'status' | 'desired'>): boolean {
  return service.status === 'absent' && service.desired === 'absent';
}

/** Claimed, and no run has begun. */
export function isUnbegun(service: Pick<Service, 'status' | 'desired'>): boolean {
  return service.status === 'absent' && service.desired !== 'absent';
}

function decideRequest(service: Service, held: boolean, draft: ServiceDraft): DraftDecision {
  const settings = { ...service.settings, ...draft.settings };
  const sealed = { ...service.sealed, ...draft.sealed };
  const sameValues = isSameRecord(settings, service.settings) && isSameRecord(sealed, service.sealed);
  if (held && !sameValues) return { kind: 'refuse', error: busy(service) };
  if (sameValues && service.origin === 'request') return { kind: 'join', service };
  return { kind: 'change', service, next: { origin: 'request', settings, sealed } };
}

function danglingEdge({ consumer, provider }: RequiresEdge, absent: string): DomainError {
  const reason = `requires ${provider}, but ${absent} is not installed`;
  return new DomainError('not-found', `${consumer} ${reason}.`, {
    data: { services: [absent] },
    faults: [{ field: `services.${consumer}`, reason }],
  });
}

export function leaving(id: string): DomainError {
  return new DomainError('service-leaving', `${id} is being uninstalled.`, {
    data: { services: [id] },
    faults: [{ field: `services.${id}`, reason: 'is being uninstalled' }],
  });
}

function nameTaken(service: Service): DomainError {
  const reason = `is installed from the definition ${service.definition.id}`;
  return new DomainError('name-taken', `${service.id} ${reason}.`, {
    data: { services: [service.id] },
    faults: [{ field: `services.${service.id}`, reason }],
  });
}

const order: readonly ErrorCode[] = [
  'service-leaving',
  'service-busy',
  'name-taken',
  'not-found',
  'port-taken',
];

function rank({ code }: DomainError): number {
  const place = order.indexOf(code);
  return place === -1 ? order.length : place;
}

/** Lists are joined; of single values the first stays. */
function mergeData(parts: readonly DomainError['data'][]): DomainError['data'] {
  const merged: Record<string, DomainError['data'][string]> = {};
  for (const [key, value] of parts.flatMap((part) => Object.entries(part))) {
    const known = merged[key];
    if (Array.isArray(known) && Array.isArray(value)) merged[key] = [...new Set([...known, ...value])];
    else merged[key] ??= value;
  }
  return merged;
}
