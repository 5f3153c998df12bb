import type { NewEvent } from '#contracts/events.ts';
import { taskId } from '#contracts/ids.ts';
import { DomainError } from '#domain/errors.ts';
import { assertTransition } from '#domain/lifecycle.ts';
import type { RunReference, Service } from '#domain/service.ts';
import { asBefore, asBegun, asProved } from '#domain/service-change.ts';
import type { HealthReport, ReportOutcome, Transition } from '#ports/service-store.ts';

/** A service with whether its run still owns it. */
export interface OwnedService {
  readonly service: Service;
  readonly held: boolean;
  /** When an operation last let go of the row. */
  readonly releasedAt?: string;
}

export interface ServiceDecision {
  readonly next: OwnedService;
  /** Whether there is something to tell: status, health or desired state. */
  readonly visible: boolean;
}

/** What a transition makes of the row; nothing when it is a repeat. Pure, so that every store decides alike. */
export function decideTransition(
  { service, held, releasedAt }: OwnedService,
  change: Transition,
): ServiceDecision | undefined {
  const ownRun = isSameRun(service.run, change.run);
  if (held && !ownRun) throw busy(service);
  const repeated = ownRun && service.status === change.to;
  if (!repeated) assertTransition(service.id, service.status, change.to);
  if (!repeated && change.to === 'installing' && service.desired === 'absent') {
    throw new DomainError('service-leaving', `${service.id} is to be absent; nothing claims it.`);
  }
  const next = changed(service, change);
  const visible = isVisible(service, next);
  const linked = change.links !== undefined && !isSameRecord(service.links, next.links);
  if (ownRun && !visible && !linked && held === !change.release) return undefined;
  const released = change.release ? toMilliseconds(change.event.time) : releasedAt;
  const owned = { service: next, held: !change.release };
  return { next: released === undefined ? owned : { ...owned, releasedAt: released }, visible };
}

/** What a probe's result makes of the row: `service` is the row as it is then, the same one when nothing changes. */
export function decideReport(
  { service, held, releasedAt }: OwnedService,
  { health, at, event }: HealthReport,
): ReportOutcome {
  if (service.status === 'absent') return { outcome: 'absent' };
  const status = statusByHealth(service, health);
  if (held || status === undefined) return { outcome: 'owned', service };
  const outdated = at !== undefined && releasedAt !== undefined && Date.parse(at) < Date.parse(releasedAt);
  if (outdated) return { outcome: 'outdated', service };
  if (status === service.status && health === service.health) return { outcome: 'taken', service };
  const since = status === service.status ? service.since : toMilliseconds(event.time);
  return { outcome: 'taken', service: { ...service, status, health, since, revision: service.revision + 1 } };
}

/** True when the uninstall was not claimed, so that what requires the service must still be looked at. */
export function leavesUnclaimed(service: Service, change: Transition): boolean {
  return service.desired !== 'absent' && desiredAfter(service, change) === 'absent' && change.to !== 'absent';
}

/** What was claimed is under way, so that its claim cannot be withdrawn any more. A recovery is nobody's claim. */
export function hasBegun({ status }: Pick<Service, 'status'>): boolean {
  return ['uninstalling', 'absent', 'starting', 'stopping'].includes(status);
}

/** The event of a change, with the row as it is after it. */
export function serviceChanged(
  { id, status, health, desired, since, revision }: Service,
  { event, cause }: Pick<Transition, 'event' | 'cause'>,
): NewEvent {
  const data = { status, health, desired, since, revision, cause };
  return { ...event, type: 'service.changed', service: id, data };
}

export function missing(id: string): DomainError {
  return new DomainError('not-found', `There is no service "${id}".`);
}

export function busy(service: Service): DomainError {
  const task = service.run === undefined ? {} : { task: taskId(service.run) };
  return new DomainError('service-busy', `Another operation is at work on ${service.id}.`, {
    data: { service: service.id, ...task },
  });
}

function changed(service: Service, change: Transition): Service {
  const gone = change.to === 'absent';
  return {
    ...settled(service, change),
    status: change.to,
    desired: desiredAfter(service, change),
    health: change.health ?? (gone ? 'unknown' : service.health),
    since: change.to === service.status ? service.since : toMilliseconds(change.event.time),
    links: gone ? {} : (change.links ?? service.links),
    ...(gone ? { ports: [], sealed: {} } : {}),
    revision: service.revision + 1,
    run: change.run,
  };
}

/** What a change wrote stays once its operation has succeeded, and goes with one that was taken back. */
function settled(service: Service, { to, release, revert }: Transition): Service {
  if (service.previous === undefined) return service;
  if (revert === true) return { ...asBefore(service), sealed: {} };
  const proved = release && (to === 'running' || to === 'stopped' || to === 'absent');
  return proved ? asProved(service) : asBegun(service);
}

function desiredAfter(service: Service, change: Transition): Service['desired'] {
  if (change.to === 'absent' || change.to === 'uninstalling') return 'absent';
  return change.desired ?? service.desired;
}

function statusByHealth(service: Service, health: Service['health']): Service['status'] | undefined {
  switch (service.status) {
    case 'running':
      return health === 'unhealthy' ? 'degraded' : 'running';
    case 'degraded':
      return health === 'healthy' ? 'running' : 'degraded';
    case 'stopped':
    case 'failed':
      return service.status;
    default:
      return undefined;
  }
}

function isVisible(before: Service, after: Service): boolean {
  return before.status !== after.status || before.health !== after.health || before.desired !== after.desired;
}

function isSameRun(one: RunReference | undefined, other: RunReference): boolean {
  return one?.workflowId === other.workflowId && one.runId === other.runId;
}

export function isSameRecord(
  one: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}

/** Postgres keeps whole milliseconds. */
function toMilliseconds(time: string): string {
  return new Date(time).toISOString();
}
