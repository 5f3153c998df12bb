import type { Database } from './database.ts';

export interface EventBounds {
  /** Newest position that retention has taken; 0 when it took none. */
  readonly pruned: number;
  /** Position of the newest event that there ever was; 0 for a new log. */
  readonly head: number;
}

export async function readEventBounds(database: Database): Promise<EventBounds> {
  const { newest, pruned } = await database.query((connection) =>
    connection
      .selectFrom('event_log')
      .select(({ selectFrom }) => [
        'pruned',
        selectFrom('events')
          .select(({ fn }) => fn.max('position').as('position'))
          .as('newest'),
      ])
      .executeTakeFirstOrThrow(),
  );
  return { pruned, head: Math.max(newest ?? 0, pruned) };
}
