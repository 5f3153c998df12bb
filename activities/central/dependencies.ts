import { Context } from '@temporalio/activity';
import { parseTaskId } from '#contracts/ids.ts';
import type { ServiceId, TaskId } from '#domain/ids.ts';
import type { ServiceStatus } from '#domain/lifecycle.ts';
import type { EventLog } from '#ports/event-log.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import type { TaskWaiter } from '#ports/task-engine.ts';
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
    await waiter.untilFree(service, cancellationSignal);
    return statusOf(service, services);
  };
}

/**
 * See `CentralActivities.releaseDependencies`. What is an orphan is seen from what is there, not from what this call withdrew,
 * so a repeat after a crash names the same ones.
 */
export function releaseDependencies({
  services,
  events,
}: DependencyPorts): CentralActivities['releaseDependencies'] {
  return async ({ by, consumer }) => {
    // A provider that was claimed for it and never begun goes at once.
    for (const provider of await services.withdrawEdges(consumer)) await dropUnbegun(provider, services);
    const orphans: Orphan[] = [];
    for (const [id, task] of await childrenOf(by, events)) {
      const row = await services.get(id);
      if (row === undefined || row.status === 'absent' || row.origin === 'request') continue;
      if ((await services.edges(id)).some(({ provider }) => provider === id)) continue;
      orphans.push({ service: id, host: row.host, task, run: parseTaskId(task) });
    }
    return orphans;
  };
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
