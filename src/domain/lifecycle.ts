import { DomainError } from './errors.ts';

/** Lifecycle state of a service. `absent` rows are tombstones. */
export const serviceStatuses = [
  'absent',
  'installing',
  'running',
  'degraded',
  'stopped',
  'starting',
  'stopping',
  'updating',
  'recovering',
  'uninstalling',
  'failed',
] as const;
export type ServiceStatus = (typeof serviceStatuses)[number];

/** What a person wants a service to be. */
export type DesiredState = 'running' | 'stopped' | 'absent';

/** The whole table; what is not in it is an illegal transition. */
export const transitions: Readonly<Record<ServiceStatus, readonly ServiceStatus[]>> = {
  absent: ['installing'],
  installing: ['running', 'failed', 'absent'],
  // Starting: a restart, which begins by stopping it.
  running: ['stopping', 'starting', 'updating', 'recovering', 'uninstalling', 'degraded'],
  degraded: ['stopping', 'starting', 'updating', 'recovering', 'uninstalling', 'running'],
  failed: ['stopping', 'updating', 'recovering', 'uninstalling', 'starting', 'installing'],
  stopped: ['starting', 'updating', 'uninstalling'],
  starting: ['running', 'stopped', 'failed'],
  stopping: ['stopped', 'failed'],
  updating: ['running', 'stopped', 'failed'],
  recovering: ['running', 'degraded', 'failed', 'stopped'],
  // Running and stopped: it was cancelled before it took anything away.
  uninstalling: ['absent', 'failed', 'running', 'stopped'],
};

const transient: ReadonlySet<ServiceStatus> = new Set([
  'installing',
  'starting',
  'stopping',
  'updating',
  'recovering',
  'uninstalling',
]);

/** States that exist only while an operation is open. */
export function isTransient(status: ServiceStatus): boolean {
  return transient.has(status);
}

/** Running, well or not: good enough to build on. */
export function isUp(status: ServiceStatus | undefined): boolean {
  return status === 'running' || status === 'degraded';
}

export function mayTransition(from: ServiceStatus, to: ServiceStatus): boolean {
  return transitions[from].includes(to);
}

export function assertTransition(service: string, from: ServiceStatus, to: ServiceStatus): void {
  if (mayTransition(from, to)) return;
  throw new DomainError('illegal-transition', `${service} is ${from}; it cannot become ${to}.`, {
    data: { service, from, to },
  });
}

/**
 * Where an operation that did not succeed leaves a service that it found in the state `from`. A transient state there means that
 * an earlier try of the same run had marked the row already; what it was before is told as far as the mark allows, since a row
 * must never stay transient without a run.
 */
export function leftAs(
  from: ServiceStatus,
  { cancelled, disturbed }: { readonly cancelled: boolean; readonly disturbed: boolean },
): ServiceStatus {
  if (from === 'absent') return cancelled ? 'absent' : 'failed';
  return disturbed ? 'failed' : undisturbed[from];
}

const undisturbed: Readonly<Record<Exclude<ServiceStatus, 'absent'>, ServiceStatus>> = {
  running: 'running',
  // Only the monitor says degraded, and it looks again once no operation is open.
  degraded: 'running',
  stopped: 'stopped',
  failed: 'failed',
  starting: 'stopped',
  updating: 'running',
  installing: 'failed',
  stopping: 'failed',
  recovering: 'failed',
  uninstalling: 'failed',
};
