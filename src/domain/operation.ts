import { DomainError } from './errors.ts';
import type { ServiceStatus } from './lifecycle.ts';

/** What can be done to one service. */
export const serviceOperations = [
  'install',
  'uninstall',
  'start',
  'stop',
  'restart',
  'reconfigure',
  'update',
  'recover',
] as const;
export type ServiceOperation = (typeof serviceOperations)[number];

/** Operations on a service that is there already: it leaves what it is, and comes back to it or goes on. */
export type ChangingOperation = Exclude<ServiceOperation, 'install' | 'uninstall'>;

/** What the row says changes; what it said before is kept until the change has proved itself. */
export function isRevisable(operation: ServiceOperation): operation is 'reconfigure' | 'update' {
  return operation === 'reconfigure' || operation === 'update';
}

export function isChanging(operation: ServiceOperation): operation is ChangingOperation {
  return operation !== 'install' && operation !== 'uninstall';
}

interface Rule {
  /** States from which it may begin. */
  readonly from: readonly ServiceStatus[];
  /** What the service is called meanwhile. */
  readonly during: ServiceStatus;
}

const rules: Readonly<Record<ChangingOperation, Rule>> = {
  start: { from: ['stopped', 'failed'], during: 'starting' },
  stop: { from: ['running', 'degraded', 'failed'], during: 'stopping' },
  restart: { from: ['running', 'degraded', 'failed'], during: 'starting' },
  reconfigure: { from: ['running', 'degraded', 'failed', 'stopped'], during: 'updating' },
  update: { from: ['running', 'degraded', 'failed', 'stopped'], during: 'updating' },
  recover: { from: ['running', 'degraded', 'failed'], during: 'recovering' },
};

export function statusDuring(operation: ChangingOperation): ServiceStatus {
  return rules[operation].during;
}

export function mayOperate(operation: ChangingOperation, status: ServiceStatus): boolean {
  return rules[operation].from.includes(status);
}

/** Error: `illegal-transition`, which names the states that would do. */
export function assertMayOperate(operation: ChangingOperation, service: string, status: ServiceStatus): void {
  if (mayOperate(operation, status)) return;
  const { from, during } = rules[operation];
  throw new DomainError(
    'illegal-transition',
    `${service} is ${status}; ${operation} takes a service that is ${oneOf(from)}.`,
    { data: { service, from: status, to: during } },
  );
}

/**
 * The state that a person's operation will find: a recovery makes way for it. Not for a start, which wants what the recovery is at.
 */
export function onceRecovered(status: ServiceStatus, operation: ChangingOperation): ServiceStatus {
  return status === 'recovering' && mayOperate(operation, 'degraded') ? 'degraded' : status;
}

/** The row as a person's operation will find it. */
export function rowOnceRecovered<Row extends { readonly status: ServiceStatus }>(
  row: Row,
  operation: ChangingOperation,
): Row {
  return { ...row, status: onceRecovered(row.status, operation) };
}

/** Whether its claim changes what is wanted of the service, so that there is something to take back. */
export function isDesire(operation: ServiceOperation): boolean {
  return operation === 'start' || operation === 'stop' || operation === 'uninstall';
}

function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
