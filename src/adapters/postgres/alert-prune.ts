import { sql } from 'kysely';
import type { Database } from './database.ts';

export interface AlertRetention {
  /** Newest resolved alerts that are kept. */
  readonly retentionCount: number;
  /** Resolved alerts that are older than this go. */
  readonly retentionAgeMs: number;
}

/** Removes the resolved alerts that are beyond retention, with their deliveries. An open one always stays. */
export async function pruneAlerts(
  database: Database,
  { retentionCount, retentionAgeMs }: AlertRetention,
): Promise<number> {
  const since = new Date(Date.now() - retentionAgeMs).toISOString();
  const { rows } = await database.query((connection) =>
    sql<{ id: string }>`
      delete from alerts where id in (
        select id from alerts where resolved_at < ${since}::timestamptz
        union
        (select id from alerts where resolved_at is not null
          order by resolved_at desc, id desc offset ${retentionCount})
      ) returning id`.execute(connection),
  );
  return rows.length;
}
