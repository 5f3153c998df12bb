import type { Kysely } from 'kysely';
import { isClosed, type Task, type TaskSummary } from '#contracts/task.ts';
import { DomainError } from '#domain/errors.ts';
import type { TaskId } from '#domain/ids.ts';
import type { ArchiveQuery, TaskStore } from '#ports/task-store.ts';
import type { Database } from './database.ts';
import { freeKey, recordKey, reserveKey } from './idempotency-keys.ts';
import type { Tables } from './tables.ts';
import { decodeCursor, encodeCursor } from './task-cursor.ts';

/** Idempotency keys and closed tasks, in Postgres. */
export function createTaskStore(database: Database): TaskStore {
  return {
    reserveKey: (request) => database.transaction((transaction) => reserveKey(transaction, request)),
    recordKey: (request, task) => database.query((connection) => recordKey(connection, request, task)),
    freeKey: (request) => database.query((connection) => freeKey(connection, request)),
    archive: (task) => database.query((connection) => archive(connection, task)),
    archived: (id) => database.query((connection) => archived(connection, id)),
    list: (query) => database.query((connection) => list(connection, query)),
    known: (ids) => database.query((connection) => known(connection, ids)),
  };
}

/** A closed task changes no more: the first that archives it has the last word. */
async function archive(connection: Kysely<Tables>, task: Task): Promise<void> {
  if (!isClosed(task.status) || task.closedAt === undefined) {
    throw new DomainError('internal', `${task.id} is ${task.status}; only closed tasks are archived.`);
  }
  await connection
    .insertInto('tasks')
    .values({
      id: task.id,
      operation: task.operation,
      service_id: task.service ?? null,
      status: task.status,
      closed_at: task.closedAt,
      summary: JSON.stringify(summaryOf(task)),
      task: JSON.stringify(task),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function archived(connection: Kysely<Tables>, id: TaskId): Promise<Task | undefined> {
  const row = await connection.selectFrom('tasks').select('task').where('id', '=', id).executeTakeFirst();
  return row?.task;
}

/** By the time of closing, the newest first, as the task engine lists closed tasks too. */
async function list(
  connection: Kysely<Tables>,
  { limit, cursor, status, service, operation }: ArchiveQuery,
): Promise<{ readonly tasks: readonly TaskSummary[]; readonly next?: string }> {
  let query = connection.selectFrom('tasks').select(['id', 'closed_at', 'summary']);
  if (status !== undefined) query = query.where('status', '=', status);
  if (service !== undefined) query = query.where('service_id', '=', service);
  if (operation !== undefined) query = query.where('operation', '=', operation);
  if (cursor !== undefined) {
    const { closedAt, id } = decodeCursor(cursor);
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('closed_at', 'id'), '<', tuple(new Date(closedAt), id)),
    );
  }
  const rows = await query
    .orderBy('closed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    tasks: page.map(({ summary }) => summary),
    ...(more ? { next: encodeCursor({ closedAt: last.closed_at.toISOString(), id: last.id }) } : {}),
  };
}

async function known(connection: Kysely<Tables>, ids: readonly TaskId[]): Promise<ReadonlySet<TaskId>> {
  if (ids.length === 0) return new Set();
  const rows = await connection.selectFrom('tasks').select('id').where('id', 'in', ids).execute();
  return new Set(rows.map(({ id }) => id));
}

function summaryOf(task: Task): TaskSummary {
  const { id, operation, status, startedAt, requestedBy, correlationId } = task;
  return {
    id,
    operation,
    ...(task.service === undefined ? {} : { service: task.service }),
    status,
    startedAt,
    ...(task.closedAt === undefined ? {} : { closedAt: task.closedAt }),
    ...(task.parent === undefined ? {} : { parent: task.parent }),
    requestedBy,
    correlationId,
  };
}
