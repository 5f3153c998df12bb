import type { Kysely, Transaction } from 'kysely';
import { DomainError } from '#domain/errors.ts';
import type { TaskId } from '#domain/ids.ts';
import type { KeyedRequest } from '#ports/task-store.ts';
import type { Tables } from './tables.ts';

/** The unique row decides: of several at once, one is new. */
export async function reserveKey(
  transaction: Transaction<Tables>,
  { principal, key, bodyHash }: KeyedRequest,
): Promise<{ readonly kind: 'new' } | { readonly kind: 'repeat'; readonly task?: TaskId }> {
  const inserted = await transaction
    .insertInto('idempotency_keys')
    .values({ principal, key, body_hash: bodyHash, task_id: null })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst();
  if (inserted !== undefined) return { kind: 'new' };
  const found = await transaction
    .selectFrom('idempotency_keys')
    .select(['body_hash', 'task_id'])
    .where('principal', '=', principal)
    .where('key', '=', key)
    .executeTakeFirst();
  // Freed between the two statements: who freed it was refused, and this request is told to repeat.
  if (found === undefined) return { kind: 'repeat' };
  if (found.body_hash !== bodyHash) throw mismatch(key);
  return { kind: 'repeat', ...(found.task_id === null ? {} : { task: found.task_id }) };
}

export async function recordKey(
  connection: Kysely<Tables>,
  { principal, key, bodyHash }: KeyedRequest,
  task: TaskId,
): Promise<void> {
  const recorded = await connection
    .updateTable('idempotency_keys')
    .set({ task_id: task })
    .where('principal', '=', principal)
    .where('key', '=', key)
    .where('body_hash', '=', bodyHash)
    .where(({ or, eb }) => or([eb('task_id', 'is', null), eb('task_id', '=', task)]))
    .returning('key')
    .executeTakeFirst();
  if (recorded === undefined) throw mismatch(key);
}

/** A key that has its task stays, whoever asks. */
export async function freeKey(
  connection: Kysely<Tables>,
  { principal, key, bodyHash }: KeyedRequest,
): Promise<void> {
  await connection
    .deleteFrom('idempotency_keys')
    .where('principal', '=', principal)
    .where('key', '=', key)
    .where('body_hash', '=', bodyHash)
    .where('task_id', 'is', null)
    .execute();
}

function mismatch(key: string): DomainError {
  return new DomainError('idempotency-mismatch', `The key "${key.slice(0, 80)}" belongs to another request.`);
}
