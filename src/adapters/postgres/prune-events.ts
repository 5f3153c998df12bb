import { sql } from 'kysely';
import type { Database } from './database.ts';

export interface Retention {
  /** Newest events that are kept. */
  readonly retentionCount: number;
  /** Events that are older than this go. */
  readonly retentionAgeMs: number;
}

/** Removes the events beyond retention from the oldest on, so that what stays has no holes. Returns how many went. */
export async function pruneEvents(database: Database, retention: Retention): Promise<number> {
  const edge = await findEdge(database, retention);
  let total = 0;
  let removed: number;
  do {
    removed = await pruneBatch(database, edge);
    total += removed;
  } while (removed === batchSize);
  return total;
}

/** Bounds one transaction's time and locks. */
const batchSize = 5000;

/** Newest position that goes; 0 when all stay. */
async function findEdge(database: Database, { retentionCount, retentionAgeMs }: Retention): Promise<number> {
  const since = new Date(Date.now() - retentionAgeMs).toISOString();
  const { rows } = await database.query((connection) =>
    sql<{ edge: number }>`
      select greatest(
        coalesce((select position from events order by position desc offset ${retentionCount} limit 1), 0),
        coalesce(
          (select position - 1 from events where time >= ${since} order by position limit 1),
          (select max(position) from events),
          0
        )
      )::bigint as edge`.execute(connection),
  );
  return rows[0]?.edge ?? 0;
}

/** The row of `event_log` is changed first: its lock makes a second process wait, and readers see gap and edge together. */
async function pruneBatch(database: Database, edge: number): Promise<number> {
  return database.transaction(async (transaction) => {
    await transaction.selectFrom('event_log').select('pruned').forUpdate().execute();
    const batch = transaction
      .selectFrom('events')
      .select('position')
      .where('position', '<=', edge)
      .orderBy('position')
      .limit(batchSize);
    const removed = await transaction
      .deleteFrom('events')
      .where('position', 'in', batch)
      .returning('position')
      .execute();
    if (removed.length === 0) return 0;
    const pruned = Math.max(...removed.map(({ position }) => position));
    await transaction.updateTable('event_log').set({ pruned }).execute();
    return removed.length;
  });
}
