import { Context } from '@temporalio/activity';
import { parseTaskId } from '#contracts/ids.ts';
import type { ServiceId, TaskId } from '#domain/ids.ts';
import type { ServiceStatus } from '#domain/lifecycle.ts';
import type { EventLog } from '#ports/event-log.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import type { TaskWaiter } from '#ports/task-engine.ts';
import { heartbeating } from '../heartbeat.ts';
import type { CentralActivities, Orphan } from './contract.ts';
import { dropUnbegun } from './drop-unbegun.ts';
import { eventsOf } from './task-events.ts';

export interface DependencyPorts {
  readonly services: ServiceStore;
  readonly events: EventLog;
  readonly waiter: TaskWaiter;
}

/** See `CentralActivities.awaitService`. */
export function awaitService({ services, waiter }: DependencyPorts): CentralActivities['awaitService'] {
  return async (service) => {
    const { cancellationSignal } = Context.current();
    await heartbeating(() => waiter.untilFree(service, cancellationSignal));
    return statusOf(service, services);
  };
}

/** See `CentralActivities.serviceStatus`. */
export function serviceStatus({
  services,
}: Pick<DependencyPorts, 'services'>): CentralActivities['serviceStatus'] {
  return (service) => statusOf(service, services);
}

/**
 * See `CentralActivities.releaseDependencies`. Rows that were claimed and never begun go at once, with their own dependencies;
 * a repeat finds the edges gone and the children still recorded, so it names the same orphans again.
 */
export function releaseDependencies({
  services,
  events,
}: DependencyPorts): CentralActivities['releaseDependencies'] {
  return async ({ by, consumer }) => {
    const made = await childrenOf(by, events);
    const orphans = await withdraw(consumer, services);
    const rows = await Promise.all([...new Set([...made.keys(), ...orphans])].map((id) => services.get(id)));
    return rows.flatMap((row): readonly Orphan[] => {
      const task = row === undefined ? undefined : made.get(row.id);
      if (row === undefined || task === undefined || row.origin === 'request' || !orphans.has(row.id))
        return [];
      return [{ service: row.id, host: row.host, task, run: parseTaskId(task) }];
    });
  };
}

/** Withdraws edges through rows that never began; returns the providers that nothing requires now. */
async function withdraw(consumer: ServiceId, services: ServiceStore): Promise<ReadonlySet<ServiceId>> {
  const orphans = new Set<ServiceId>();
  const queue = [consumer];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const provider of await services.withdrawEdges(next)) {
      orphans.add(provider);
      if (await dropUnbegun(provider, services)) queue.push(provider);
    }
  }
  return orphans;
}

async function childrenOf(task: TaskId, events: EventLog): Promise<ReadonlyMap<ServiceId, TaskId>> {
  const made = new Map<ServiceId, TaskId>();
  for await (const event of eventsOf(task, events)) {
    if (event.type === 'task.child') made.set(event.data.service, event.data.child);
  }
  return made;
}

async function statusOf(service: ServiceId, services: ServiceStore): Promise<ServiceStatus> {
  return (await services.get(service))?.status ?? 'absent';
}
