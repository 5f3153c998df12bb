import { createHash } from 'node:crypto';
import { DomainError } from '#domain/errors.ts';
import { assertMayOperate } from '#domain/operation.ts';
import type { BeforeChange, PublishedPort, Service } from '#domain/service.ts';
import { asBefore, without } from '#domain/service-change.ts';
import { serviceTag } from '#domain/service-tag.ts';
import type { ChangeClaim } from '#ports/service-store.ts';
import { isTombstone, leaving } from './claim-rules.ts';
import { busy, missing, type OwnedService } from './service-rules.ts';

/** The row as a change leaves it, unless it is not what the person looked at. */
export function changedRow({ service, held }: OwnedService, claim: ChangeClaim): Service | 'outdated' {
  const { operation, seen, settings = {}, sealed = {}, definition = service.definition } = claim;
  if (isTombstone(service)) throw missing(service.id);
  if (service.desired === 'absent') throw leaving(service.id);
  if (held) throw busy(service);
  assertMayOperate(operation, service.id, service.status);
  if (seen !== undefined && seen !== serviceTag(service, sha256)) return 'outdated';
  assertUnclaimed(service, claim);
  const ports = [...service.ports, ...addedPorts(service, claim)].toSorted(byContainer);
  return {
    ...service,
    settings: { ...service.settings, ...settings },
    sealed: { ...service.sealed, ...sealed },
    definition,
    ports,
    previous: before(service, claim, ports),
    revision: service.revision + 1,
  };
}

/** Host ports that a change must claim: what is published already keeps its port. */
export function addedPorts(service: Service, { ports = service.ports }: ChangeClaim): Service['ports'] {
  return without(ports, service.ports);
}

/** The row without the change; nothing when it is not the claim's to take back. */
export function withdrawnRow({ service, held }: OwnedService, claim?: string): Service | undefined {
  const { previous } = service;
  if (previous === undefined || held) return undefined;
  if (claim !== undefined && previous.claim?.id !== claim) return undefined;
  return { ...asBefore(service), sealed: {}, revision: service.revision + 1 };
}

/** Longer than a request lives between its claim and its start: who claimed before that is not there any more. */
const claimLifeMs = 60_000;

/** Of two changes at once the second would carry the first one's settings, and be withdrawn with them. */
function assertUnclaimed({ id, previous }: Service, { id: asking, at }: ChangeClaim): void {
  const claim = previous?.claim;
  if (claim === undefined || claim.id === asking) return;
  if (Date.parse(at) - Date.parse(claim.time) > claimLifeMs) return;
  throw new DomainError(
    'service-busy',
    `Another change of ${id} was asked for a moment ago and is about to begin.`,
    {
      data: { service: id },
    },
  );
}

/** Of a change that a lost run left half done: what was there before the first of them is what was known to work. */
function before(
  service: Service,
  { id, at, ports: wanted }: ChangeClaim,
  claimed: Service['ports'],
): BeforeChange {
  const { settings, definition, ports, previous } = service;
  const joins = previous?.claim !== undefined && previous.claim.id !== id;
  return {
    settings,
    definition,
    ports,
    ...previous,
    ...(wanted === undefined ? {} : { leaving: without(claimed, wanted) }),
    claim: joins ? { time: at } : { id, time: at },
  };
}

function byContainer(one: PublishedPort, other: PublishedPort): number {
  return one.container - other.container || (one.protocol < other.protocol ? -1 : 1);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
