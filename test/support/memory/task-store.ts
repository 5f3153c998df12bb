import { isClosed, type Task, type TaskSummary } from '#contracts/task.ts';
import { DomainError } from '#domain/errors.ts';
import type { TaskId } from '#domain/ids.ts';
import type { ArchiveQuery, KeyedRequest, TaskStore } from '#ports/task-store.ts';
import { createAvailability, type Outage } from './availability.ts';
import { copy } from './copy.ts';

export interface MemoryTaskStore extends TaskStore {
  readonly outage: Outage;
}

interface ReservedKey extends KeyedRequest {
  readonly task?: TaskId;
}

type ClosedTask = Task & { readonly closedAt: string };

/** Idempotency keys and the archive in memory. */
export function createMemoryTaskStore(): MemoryTaskStore {
  const { call, ...outage } = createAvailability('database-unreachable', 'The memory task store');
  const keys = new Map<string, ReservedKey>();
  const tasks = new Map<TaskId, ClosedTask>();
  return {
    outage,
    reserveKey: (request) => call(() => reserveKey(keys, copy(request))),
    recordKey: (request, task) =>
      call(() => {
        const found = keys.get(nameOf(request));
        const fits = found?.bodyHash === request.bodyHash && (found.task ?? task) === task;
        if (!fits) throw mismatch(request);
        keys.set(nameOf(request), { ...found, task });
      }),
    freeKey: (request) =>
      call(() => {
        const found = keys.get(nameOf(request));
        if (found?.bodyHash === request.bodyHash && found.task === undefined) keys.delete(nameOf(request));
      }),
    archive: (task) =>
      call(() => {
        if (!isClosedTask(task)) throw new DomainError('internal', `${task.id} is not closed.`);
        if (!tasks.has(task.id)) tasks.set(task.id, copy(task));
      }),
    archived: (id) => call(() => copy(tasks.get(id))),
    list: (query) => call(() => copy(list([...tasks.values()], query))),
    known: (ids) => call(() => new Set(ids.filter((id) => tasks.has(id)))),
  };
}

function reserveKey(
  keys: Map<string, ReservedKey>,
  request: KeyedRequest,
): { readonly kind: 'new' } | { readonly kind: 'repeat'; readonly task?: TaskId } {
  const found = keys.get(nameOf(request));
  if (found === undefined) {
    keys.set(nameOf(request), request);
    return { kind: 'new' };
  }
  if (found.bodyHash !== request.bodyHash) throw mismatch(request);
  return { kind: 'repeat', ...(found.task === undefined ? {} : { task: found.task }) };
}

function list(
  tasks: readonly ClosedTask[],
  { limit, cursor, status, service, operation }: ArchiveQuery,
): { readonly tasks: readonly TaskSummary[]; readonly next?: string } {
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const rest = tasks
    .filter(
      (task) =>
        (status === undefined || task.status === status) &&
        (service === undefined || task.service === service) &&
        (operation === undefined || task.operation === operation) &&
        (after === undefined || keyOf(task) < after),
    )
    .toSorted((one, other) => (keyOf(one) > keyOf(other) ? -1 : 1));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const next = rest.length > limit && last !== undefined ? { next: `memory:${keyOf(last)}` } : {};
  return { tasks: page.map(summaryOf), ...next };
}

function summaryOf({
  waitingFor: _w,
  phase: _p,
  plan: _l,
  steps: _s,
  error: _e,
  children: _c,
  ...summary
}: Task) {
  return summary;
}

function isClosedTask(task: Task): task is ClosedTask {
  return isClosed(task.status) && task.closedAt !== undefined;
}

/** Sorts by time of closing, then by id. */
function keyOf({ closedAt, id }: ClosedTask): string {
  return `${new Date(closedAt).toISOString()} ${id}`;
}

function readCursor(cursor: string): string {
  if (cursor.startsWith('memory:')) return cursor.slice('memory:'.length);
  throw new DomainError('invalid-input', 'The cursor is not one that a list gave.', {
    faults: [{ field: 'cursor', reason: 'must be the "next" of an earlier page' }],
  });
}

function nameOf({ principal, key }: KeyedRequest): string {
  return JSON.stringify([principal, key]);
}

function mismatch({ key }: KeyedRequest): DomainError {
  return new DomainError('idempotency-mismatch', `The key "${key}" belongs to another request.`);
}
