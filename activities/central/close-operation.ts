import type { NewEvent } from '#contracts/events.ts';
import type { BatchMember } from '#contracts/operations.ts';
import type { TaskStatus } from '#contracts/task.ts';
import type { ServiceId } from '#domain/ids.ts';
import { isTransient, type ServiceStatus } from '#domain/lifecycle.ts';
import { isDesire, isRevisable } from '#domain/operation.ts';
import type { CentralActivities, Closing } from './contract.ts';
import { dropUnbegun } from './drop-unbegun.ts';
import { currentRun, currentTask, runEvent } from './event.ts';
import type { OperationPorts } from './plan-operation.ts';

/** See `CentralActivities.closeOperation`. */
export function closeOperation(ports: OperationPorts): CentralActivities['closeOperation'] {
  return async (closing) => {
    if (closing.to !== undefined) await leaveRow(closing, closing.to, ports);
    else if (closing.status === 'succeeded') await leaveHeld(closing, ports);
    else if (closing.operation === 'install') {
      // A claim whose plan was never begun leaves nothing behind.
      await dropUnbegun(closing.service, ports.services);
    } else {
      // It never took the service over, so what its claim wanted is not wanted any more.
      if (isDesire(closing.operation)) await ports.services.withdrawDesired([closing.service]);
      if (isRevisable(closing.operation)) await ports.services.withdrawChange(closing.service);
    }
    await ports.events.append([closed(closing, closing.service)]);
  };
}

/** See `CentralActivities.openBatch`. */
export function openBatch({ events }: Pick<OperationPorts, 'events'>): CentralActivities['openBatch'] {
  return async ({ origin, operation, members }) => {
    const data = { operation, requestedBy: origin.requestedBy, members };
    await events.append([runEvent<'task.opened'>('opened', origin, { type: 'task.opened', data })]);
  };
}

/** See `CentralActivities.closeBatch`. */
export function closeBatch({
  events,
  services,
}: Pick<OperationPorts, 'events' | 'services'>): CentralActivities['closeBatch'] {
  return async ({ members = [], claim, ...batch }) => {
    for (const member of members) await withdraw(member, claim, services);
    await events.append([closed(batch)]);
  };
}

/** See `CentralActivities.recordChild`. */
export function recordChild({ events }: Pick<OperationPorts, 'events'>): CentralActivities['recordChild'] {
  return async ({ origin, service, task }) => {
    const data = { child: task, service };
    await events.append([runEvent<'task.child'>(`child/${task}`, origin, { type: 'task.child', data })]);
  };
}

async function withdraw(
  { operation, service }: BatchMember,
  claim: string | undefined,
  services: OperationPorts['services'],
): Promise<void> {
  if (operation === 'install') await dropUnbegun(service, services);
  else if (isDesire(operation)) await services.withdrawDesired([service]);
  // Its first stage may be done, and another request may have claimed a change since.
  else if (isRevisable(operation)) await services.withdrawChange(service, claim);
}

function closed(
  { origin, status, error }: Pick<Closing, 'origin' | 'status' | 'error'>,
  service?: ServiceId,
): NewEvent {
  const data = error === undefined ? { status } : { status, error };
  return runEvent<'task.closed'>('closed', origin, {
    type: 'task.closed',
    data,
    ...(service === undefined ? {} : { service }),
  });
}

/**
 * A row that is still this run's and transient was taken over for a plan that another one replaced, in which nothing was to do any
 * more: a recovery whose service was claimed by an uninstall meanwhile. No step has recorded how the service is.
 */
async function leaveHeld(closing: Closing, ports: OperationPorts): Promise<void> {
  const row = await ports.services.get(closing.service);
  if (row?.run?.runId !== currentRun().runId || !isTransient(row.status)) return;
  await leaveRow(closing, 'failed', ports);
}

async function leaveRow(
  { operation, service, origin, error, status }: Closing,
  to: ServiceStatus,
  { services }: OperationPorts,
): Promise<void> {
  const run = currentRun();
  await services.transition({
    service,
    to,
    ...(to === 'absent' || to === 'running' || to === 'stopped' ? { desired: to } : {}),
    ...(to === 'running' ? {} : { health: 'unknown' as const }),
    cause: error === undefined ? endedAs(status) : error.message,
    run,
    release: true,
    ...(isRevisable(operation) ? { revert: true as const } : {}),
    event: {
      id: `${run.runId}/left`,
      correlationId: origin.correlationId,
      task: currentTask(),
      time: new Date().toISOString(),
    },
  });
}

function endedAs(status: TaskStatus): string {
  return status === 'succeeded' ? 'it was not wanted any more' : `its operation was ${status}`;
}
