import { Migrator } from 'kysely/migration';
import { DomainError } from '#domain/errors.ts';
import { connect, type Database } from './database.ts';
import { translateError } from './errors.ts';
import { migrations } from './migrations/index.ts';

/**
 * Brings the tables up to date; does nothing where they are. Several processes may do it at once: one works under a lock,
 * the others wait for it, each for a minute at most. Error: `precondition-failed` when a newer Showrunner made the tables.
 */
export async function migrate(database: Database): Promise<void> {
  // Connections of its own: waiting for the other process and building an index take longer than a store's statement may.
  const limits = { size: 2, statementMs: 60_000, lockMs: 60_000 };
  const connection = connect(database.config, limits);
  try {
    const migrator = new Migrator({ db: connection, provider: { getMigrations: async () => migrations } });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw asMigrationError(error);
  } finally {
    await connection.destroy();
  }
}

function asMigrationError(error: unknown): DomainError {
  if (error instanceof Error && error.message.startsWith('corrupted migrations')) {
    const detail = 'The database was made by another version of Showrunner; a newer one can use it.';
    return new DomainError('precondition-failed', detail, { cause: error });
  }
  return translateError(error);
}
