import type { Migration } from 'kysely/migration';
import { tables } from './0001-tables.ts';

/** Every change of the tables, in order of their names. One that was released is never edited. */
export const migrations: Readonly<Record<string, Migration>> = { '0001-tables': tables };
