import type { LoggedEvent } from '#contracts/events.ts';
import type { Task } from '#contracts/task.ts';
import type { TaskId } from '#domain/ids.ts';
import { getTask, readTaskId } from '../../use-cases/get-task.ts';
import { type ServiceView, serviceView } from '../../use-cases/service-view.ts';
import { findService, viewSettings } from '../../use-cases/services.ts';
import { streamTask } from '../../use-cases/stream-task.ts';
import type { SystemHealth } from '../../use-cases/system-overview.ts';
import { abortable } from '../abortable.ts';
import type { GraphContext } from '../context.ts';
import type { SubscriptionResolvers } from '../generated/types.ts';
import { healthChanges } from './health.ts';

/** A silent subscription looks this often whether it is still wanted. */
const idleMs = 30_000;

export const subscriptionResolvers: SubscriptionResolvers = {
  systemHealthChanged: {
    subscribe: (_root, _input, context) =>
      abortable(context.signal, (signal) => healthChanges(context, signal)),
    resolve: (health: SystemHealth) => health,
  },
  serviceStatusChanged: {
    subscribe: (_root, { id }, context) =>
      abortable(context.signal, (signal) => serviceChanges(context, id ?? undefined, signal)),
    resolve: (service: ServiceView) => service,
  },
  taskStatusChanged: {
    subscribe: (_root, { id }, context) =>
      abortable(context.signal, (signal) =>
        id === undefined || id === null ? taskChanges(context, signal) : oneTask(context, id, signal),
      ),
    resolve: (task: Task) => task,
  },
};

async function* serviceChanges(
  { api }: GraphContext,
  id: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<ServiceView, void> {
  const after = await api.ports.events.head();
  const row = id === undefined ? undefined : await findService(api.ports, id);
  if (row !== undefined) yield await viewOf(api, row);
  const only = row === undefined ? {} : { service: row.id };
  for await (const events of api.feed.follow({ after, ...only, idleMs, signal })) {
    for (const event of events) {
      const service = await changedService(api, event);
      if (service !== undefined) yield service;
    }
  }
}

/** The row as it is by now, with what the event says of it. */
async function changedService(
  api: GraphContext['api'],
  event: LoggedEvent,
): Promise<ServiceView | undefined> {
  if (event.type !== 'service.changed' || event.service === undefined) return undefined;
  const row = await api.ports.services.get(event.service);
  if (row === undefined) return undefined;
  const { status, health, desired, since, revision } = event.data;
  return viewOf(api, { ...row, status, health, desired, since, revision });
}

async function viewOf(
  { ports }: GraphContext['api'],
  row: Parameters<typeof serviceView>[0],
): Promise<ServiceView> {
  const [edges, settings] = await Promise.all([ports.services.edges(row.id), viewSettings(ports)]);
  return serviceView(row, edges, settings);
}

async function* taskChanges({ api }: GraphContext, signal: AbortSignal): AsyncGenerator<Task, void> {
  const after = await api.ports.events.head();
  for await (const events of api.feed.follow({ after, idleMs, signal })) {
    for (const event of events) {
      if (isStatusChange(event)) yield await getTask(api.ports, event.task);
    }
  }
}

async function* oneTask({ api }: GraphContext, id: string, signal: AbortSignal): AsyncGenerator<Task, void> {
  const task = readTaskId(id);
  for await (const news of streamTask(api, { id, after: undefined, idleMs, signal })) {
    if (news.kind === 'snapshot') yield news.task;
    else if (news.kind === 'event' && isStatusChange(news.event)) yield await getTask(api.ports, task);
  }
}

function isStatusChange(event: LoggedEvent): event is LoggedEvent & { readonly task: TaskId } {
  return statusEvents.has(event.type) && event.task !== undefined;
}

const statusEvents: ReadonlySet<string> = new Set<LoggedEvent['type']>([
  'task.opened',
  'task.planned',
  'task.closed',
  'step.failed',
]);
